/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What iptables-restore asks of a kernel, answered without one: linked in place
 * of libc's functions, so that the very program of the image reads a rules file
 * where there is no such kernel and no privilege (the build of an image). The
 * tables are a kernel's before any rule; nothing is loaded.
 *
 * The file named by $NOKERNEL says what the kernel in question has, a line each:
 *	table NAME		filter, nat, mangle, raw, security
 *	match NAME [TABLE...]	and the only tables that it may stand in
 *	target NAME [TABLE...]
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Where the two families differ: an entry's size, and its offsets' place. */
struct family {
	size_t size, offsets; /* target_offset, then next_offset */
};
static const struct family v4 = {
	sizeof(struct ipt_entry), offsetof(struct ipt_entry, target_offset)};
static const struct family v6 = {
	sizeof(struct ip6t_entry), offsetof(struct ip6t_entry, target_offset)};

static const struct {
	const char *name;
	unsigned int hooks; /* bits of NF_INET_* */
} tables[] = {
	{"filter", 0x0e}, {"nat", 0x1b}, {"mangle", 0x1f}, {"raw", 0x09},
	{"security", 0x0e},
};

/* Has this kernel it, and (table not NULL) may it stand there? */
static bool has(const char *kind, const char *name, const char *table)
{
	const char *path = getenv("NOKERNEL");
	FILE *f = path ? fopen(path, "re") : NULL;
	char line[256], *word;
	bool found = false;

	if (!f) {
		fprintf(stderr, "NOKERNEL: no list of what the kernel has\n");
		exit(3);
	}
	while (!found && fgets(line, sizeof(line), f)) {
		word = strtok(line, " \n");
		if (!word || strcmp(word, kind) ||
		    !(word = strtok(NULL, " \n")) || strcmp(word, name))
			continue;
		word = strtok(NULL, " \n");
		found = !table || !word;
		for (; word && !found; word = strtok(NULL, " \n"))
			found = !strcmp(word, table);
	}
	fclose(f);
	return found;
}

/* Append an entry without a match and with that target; its offset. */
static unsigned int entry(const struct family *f, char *blob, unsigned int *at,
			  const char *target, size_t size, int verdict)
{
	struct xt_entry_target *t;
	unsigned int start = *at;
	unsigned short offset[2];

	size = XT_ALIGN(size);
	offset[0] = (unsigned short)f->size;
	offset[1] = (unsigned short)(f->size + size);
	memset(blob + start, 0, offset[1]);
	memcpy(blob + start + f->offsets, offset, sizeof(offset));
	t = (struct xt_entry_target *)(blob + start + f->size);
	t->u.user.target_size = (unsigned short)size;
	strcpy(t->u.user.name, target);
	if (*target)
		strcpy(((struct xt_error_target *)t)->errorname, target);
	else
		((struct xt_standard_target *)t)->verdict = verdict;
	*at += offset[1];
	return start;
}

static char blob[4096];

static int get_info(const struct family *f, struct ipt_getinfo *info)
{
	unsigned int at = 0, hook;
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		if (!strcmp(info->name, tables[i].name))
			break;
	if (i == sizeof(tables) / sizeof(*tables) ||
	    !has("table", info->name, NULL)) {
		errno = ENOENT;
		return -1;
	}
	info->valid_hooks = tables[i].hooks;
	info->num_entries = 1;
	for (hook = 0; hook < NF_INET_NUMHOOKS; hook++) {
		if (!(tables[i].hooks & 1u << hook))
			continue;
		info->hook_entry[hook] = info->underflow[hook] =
			entry(f, blob, &at, XT_STANDARD_TARGET,
			      sizeof(struct xt_standard_target),
			      -NF_ACCEPT - 1);
		info->num_entries++;
	}
	entry(f, blob, &at, XT_ERROR_TARGET, sizeof(struct xt_error_target), 0);
	info->size = at;
	return 0;
}

/* Does each entry's extension belong into this table? As the kernel: EINVAL. */
static int replace(const struct family *f, const struct ipt_replace *r)
{
	const char *e = (const char *)(r + 1), *end = e + r->size;
	unsigned short offset[2];

	for (; e < end; e += offset[1]) {
		const struct xt_entry_target *t;
		const struct xt_entry_match *m;
		const char *p = e + f->size;

		memcpy(offset, e + f->offsets, sizeof(offset));
		for (; p < e + offset[0]; p += m->u.match_size) {
			m = (const struct xt_entry_match *)p;
			if (!has("match", m->u.user.name, r->name)) {
				fprintf(stderr, "match %s: the kernel does not "
					"take it in table %s\n",
					m->u.user.name, r->name);
				errno = EINVAL;
				return -1;
			}
		}
		t = (const struct xt_entry_target *)(e + offset[0]);
		if (*t->u.user.name &&
		    strcmp(t->u.user.name, XT_ERROR_TARGET) &&
		    !has("target", t->u.user.name, r->name)) {
			fprintf(stderr, "target %s: the kernel does not take "
				"it in table %s\n", t->u.user.name, r->name);
			errno = EINVAL;
			return -1;
		}
	}
	return 0;
}

int socket(int domain, int type, int protocol)
{
	(void)domain;
	(void)type;
	(void)protocol;
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

int getsockopt(int fd, int level, int option, void *restrict value,
	       socklen_t *restrict len)
{
	const struct family *f = level == IPPROTO_IPV6 ? &v6 : &v4;
	bool match = option == (f == &v6 ? IP6T_SO_GET_REVISION_MATCH
					 : IPT_SO_GET_REVISION_MATCH);
	const struct xt_get_revision *asked = value;

	(void)fd;
	if (option == IPT_SO_GET_INFO)
		return get_info(f, value);
	if (option == IPT_SO_GET_ENTRIES) {
		memcpy(((struct ipt_get_entries *)value)->entrytable, blob,
		       *len - offsetof(struct ipt_get_entries, entrytable));
		return 0;
	}
	if (has(match ? "match" : "target", asked->name, NULL) ||
	    (!match && (!*asked->name ||
			!strcmp(asked->name, "standard"))))
		return asked->revision;
	errno = ENOENT;
	return -1;
}

int setsockopt(int fd, int level, int option, const void *value, socklen_t len)
{
	(void)fd;
	(void)len;
	if (option != IPT_SO_SET_REPLACE)
		return 0;
	return replace(level == IPPROTO_IPV6 ? &v6 : &v4, value);
}
