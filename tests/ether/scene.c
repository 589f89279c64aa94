/* SPDX-License-Identifier: BSD-2-Clause */
/* The scenario: lines of words, checked when they are read. */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ether.h"

struct part parts[PARTS];
unsigned n_parts;
const char *folder;

static const struct kind *const kinds[] = {
	&kind_card, &kind_host, &kind_beyond, &kind_ra, &kind_dhcp4, &kind_dhcp6,
	&kind_dns, &kind_ping, &kind_wg, &kind_lacp, &kind_link};
/* What the test script reads, not we. */
static const char *const others[] = {"boot", "expect", "never", "ask", "about"};
/* Words that each line may have. */
static const char common[] = " net:w vlan:n from:n until:n after:w ";
static char names[NETS][24];

void die(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("run_ether: ", stderr);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(status);
}

const char *net_name(unsigned net)
{
	return names[net];
}

unsigned net_of(const char *name)
{
	unsigned i;

	for (i = 0; i < NETS && names[i][0]; i++)
		if (!strcmp(names[i], name))
			return i;
	if (i == NETS || strlen(name) >= sizeof(names[0]))
		die(2, "net %s: there are %d nets, and names have 23 characters", name, NETS);
	strcpy(names[i], name);
	return i;
}

const char *word(const struct part *p, const char *name, const char *other)
{
	for (unsigned i = 0; i < p->words; i++)
		if (!strcmp(p->word[i].name, name))
			return p->word[i].value;
	return other;
}

double number(const struct part *p, const char *name, double other)
{
	const char *value = word(p, name, NULL);

	return value ? atof(value) : other;
}

bool is_v4(const address *a)
{
	return IN6_IS_ADDR_V4MAPPED(a);
}

const uint8_t *v4(const address *a)
{
	return a->s6_addr + 12;
}

bool list_next(const char **at, address *a, unsigned *length)
{
	char one[64], *slash, *end = NULL;
	size_t n = strcspn(*at, ",");

	if (!n || n >= sizeof(one))
		return false;
	memcpy(one, *at, n);
	one[n] = 0;
	*at += n + ((*at)[n] == ',');
	if ((slash = strchr(one, '/')))
		*slash = 0;
	memset(a, 0, sizeof(*a));
	a->s6_addr[10] = a->s6_addr[11] = 0xff;
	*length = 32;
	if (!inet_pton(AF_INET, one, a->s6_addr + 12)) {
		*length = 128;
		if (!inet_pton(AF_INET6, one, a))
			return false;
	}
	if (slash) {
		unsigned long v = strtoul(slash + 1, &end, 10);

		if (end == slash + 1 || *end || v > *length)
			return false;
		*length = (unsigned)v;
	}
	return true;
}

bool address_of(const struct part *p, const char *name, address *a)
{
	const char *value = word(p, name, "");
	unsigned length;

	return list_next(&value, a, &length);
}

bool in_list(const char *list, const address *a)
{
	unsigned length, bit;
	address one;

	while (list_next(&list, &one, &length)) {
		if (is_v4(&one) != is_v4(a))
			continue;
		length += is_v4(a) ? 96 : 0;
		for (bit = 0; bit < length; bit++)
			if ((one.s6_addr[bit / 8] ^ a->s6_addr[bit / 8]) & 0x80 >> bit % 8)
				break;
		if (bit == length)
			return true;
	}
	return false;
}

/* Is the value one of this type: n(umber), a(ddresses), w(ord)? */
static bool fits(char type, const char *value)
{
	unsigned length;
	address a;
	char *end;

	if (type == 'n')
		return strtod(value, &end) >= 0 && end != value && !*end;
	if (type != 'a')
		return true;
	while (*value)
		if (!list_next(&value, &a, &length))
			return false;
	return true;
}

static void check(const struct part *p, const struct word *w)
{
	char key[32];
	const char *at;

	if (isdigit((unsigned char)w->name[0]) && strstr(p->kind->words, " 0:"))
		return; /* an option of DHCP: dhcp.c */
	if (snprintf(key, sizeof(key), " %s:", w->name) >= (int)sizeof(key) ||
	    (!(at = strstr(p->kind->words, key)) && !(at = strstr(common, key))))
		die(2, "line %d: %s has no word %s=", p->line, p->kind->name, w->name);
	if (!fits(at[strlen(key)], w->value))
		die(2, "line %d: %s=%s is wrong", p->line, w->name, w->value);
}

static void read_line(char *line, int n)
{
	struct part *p = &parts[n_parts];
	char *one, *save = NULL;
	size_t i;

	line[strcspn(line, "#\r\n")] = 0;
	if (!(one = strtok_r(line, " \t", &save)))
		return;
	for (i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (!strcmp(one, others[i]))
			return;
	if (n_parts == PARTS)
		die(2, "line %d: more than %d parts", n, PARTS);
	p->line = n;
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(one, kinds[i]->name))
			p->kind = kinds[i];
	if (!p->kind)
		die(2, "line %d: no part is called %s", n, one);
	while ((one = strtok_r(NULL, " \t", &save))) {
		struct word *w = &p->word[p->words++];

		if (p->words == WORDS || !(w->value = strchr(one, '=')))
			die(2, "line %d: %s: NAME=VALUE, and at most %d of these", n, one,
			    WORDS - 1);
		*w->value++ = 0;
		w->name = one;
		check(p, w);
	}
	p->net = net_of(word(p, "net", p->kind == &kind_card ? word(p, "name", "a") : "a"));
	p->vlan = (unsigned)number(p, "vlan", 0) & 0xfff;
	p->from = number(p, "from", 0);
	p->until = number(p, "until", 1e9);
	p->began = -1;
	n_parts++;
}

void scene_read(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[2048], *copy;
	int n = 0;

	if (!f)
		die(3, "%s: %s", path, strerror(errno));
	while (fgets(line, sizeof(line), f)) {
		if (!strchr(line, '\n') && !feof(f))
			die(2, "line %d is too long", n + 1);
		/* The words stay as long as the program. */
		if (!(copy = strdup(line)))
			die(3, "%s", strerror(errno));
		read_line(copy, ++n);
	}
	fclose(f);
}
