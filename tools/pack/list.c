/* SPDX-License-Identifier: BSD-2-Clause */
#include "list.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/err.h"
#include "../lib/lines.h"
#include "../lib/num.h"

enum { PATH, TYPE, MODE, UID, GID, SOURCE, NFIELDS };

enum { NAME_BYTES = 255 }; /* NAME_MAX of every Linux file system */

static const char *const type_names[] = {
	[ENTRY_DIR] = "dir",
	[ENTRY_FILE] = "file",
	[ENTRY_LINK] = "link",
	[ENTRY_NODE] = "node",
};

#define NTYPES (sizeof(type_names) / sizeof(type_names[0]))

const char *list_type_name(enum entry_type type)
{
	return type_names[type];
}

/* Why a relative path is not clean, or NULL. */
static const char *path_fault(const char *p)
{
	for (;;) {
		size_t len = strcspn(p, "/");

		if (len == 0)
			return "has an empty component";
		if (len == 1 && p[0] == '.')
			return "has a \".\" component";
		if (len == 2 && p[0] == '.' && p[1] == '.')
			return "has a \"..\" component";
		if (len > NAME_BYTES)
			return "has a component longer than 255 bytes";
		if (p[len] == '\0')
			return NULL;
		p += len + 1;
	}
}

/* Blanks cut fields and control characters were refused: 0x21-0x7e is left. */
static bool is_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s > 0x7e)
			return false;
	return true;
}

static bool parse_path(struct lines *in, const char *s, enum entry_type type)
{
	const char *fault = "is not absolute";

	if (!strcmp(s, "/"))
		fault = type == ENTRY_DIR ? NULL : "must be a directory";
	else if (s[0] == '/')
		fault = path_fault(s + 1);
	/* The archive ends where an entry has this name. */
	if (!fault && !strcmp(s, "/TRAILER!!!"))
		fault = "is the name that ends a newc archive";
	if (!fault)
		return true;
	lines_error(in, "path %s %s", s, fault);
	return false;
}

static bool parse_type(struct lines *in, const char *s, enum entry_type *type)
{
	size_t i;

	for (i = 0; i < NTYPES; i++) {
		if (!strcmp(s, type_names[i])) {
			*type = (enum entry_type)i;
			return true;
		}
	}
	lines_error(in, "unknown type %s: use dir, file, link or node", s);
	return false;
}

static bool parse_mode(struct lines *in, const char *s, struct entry *e)
{
	if (strlen(s) != 4 || strspn(s, "01234567") != 4) {
		lines_error(in, "mode %s is not four octal digits", s);
		return false;
	}
	e->mode = (uint32_t)strtoul(s, NULL, 8);
	if (e->type == ENTRY_LINK && e->mode != 0777) {
		lines_error(in, "mode %s: a symbolic link always has 0777", s);
		return false;
	}
	return true;
}

static bool parse_id(struct lines *in, const char *what, const char *s,
    uint32_t *id)
{
	uint64_t n;

	/* 2^32-1 is "no change" to chown(2), so nobody can have it. */
	if (num_decimal(s, UINT32_MAX - 1, &n)) {
		lines_error(in, "%s %s is not a decimal number below %lu",
		    what, s, (unsigned long)UINT32_MAX);
		return false;
	}
	*id = (uint32_t)n;
	return true;
}

/* "NAME:rel/path" */
static bool parse_file(struct lines *in, struct entry *e,
    const struct source_dirs *dirs)
{
	const char *colon = strchr(e->source, ':');
	const char *fault;

	if (!colon) {
		lines_error(in, "source %s is not NAME:path", e->source);
		return false;
	}
	e->dirfd = source_find(dirs, e->source, (size_t)(colon - e->source));
	if (e->dirfd < 0) {
		lines_error(in, "unknown source directory %.*s: no such -D",
		    (int)(colon - e->source), e->source);
		return false;
	}
	e->rel = colon + 1;
	fault = e->rel[0] == '/' ? "is absolute" : path_fault(e->rel);
	if (fault) {
		lines_error(in, "source path %s %s", e->rel, fault);
		return false;
	}
	return true;
}

/* "c:MAJ:MIN" or "b:MAJ:MIN"; Linux has 12 and 20 bits for them. */
static bool parse_node(struct lines *in, struct entry *e)
{
	const char *s = e->source, *minor;
	char major[16];
	uint64_t maj, min;
	size_t len;

	if ((s[0] != 'c' && s[0] != 'b') || s[1] != ':')
		goto bad;
	len = strcspn(s + 2, ":");
	if (s[2 + len] != ':' || len >= sizeof(major))
		goto bad;
	memcpy(major, s + 2, len);
	major[len] = '\0';
	minor = s + 2 + len + 1;
	if (num_decimal(major, 0xfff, &maj) || num_decimal(minor, 0xfffff, &min))
		goto bad;
	e->node = s[0];
	e->maj = (uint32_t)maj;
	e->min = (uint32_t)min;
	return true;
bad:
	lines_error(in, "device %s is not c:MAJOR:MINOR or b:MAJOR:MINOR "
	    "(major at most 4095, minor at most 1048575)", s);
	return false;
}

static bool parse_source(struct lines *in, struct entry *e,
    const struct source_dirs *dirs)
{
	switch (e->type) {
	case ENTRY_FILE:
		return parse_file(in, e, dirs);
	case ENTRY_NODE:
		return parse_node(in, e);
	case ENTRY_LINK:
		e->size = strlen(e->source);
		return true;
	case ENTRY_DIR:
		break;
	}
	return true;
}

/*
 * Fill e from the fields; path and source stay pointers into the line.
 * Reports every fault of the line, not just the first.
 */
static bool parse_entry(struct lines *in, char **f, size_t n, struct entry *e,
    const struct source_dirs *dirs)
{
	size_t want, i;
	bool ok;

	for (i = 0; i < n && i < NFIELDS; i++) {
		if (!is_ascii(f[i])) {
			lines_error(in, "field %zu is not plain ASCII", i + 1);
			return false;
		}
	}
	if (n <= GID) {
		lines_error(in, "%zu fields: path type mode uid gid [source] "
		    "are needed", n);
		return false;
	}
	if (!parse_type(in, f[TYPE], &e->type))
		return false;
	want = e->type == ENTRY_DIR ? SOURCE : NFIELDS;
	if (n != want) {
		lines_error(in, "%zu fields: a %s has %zu", n, f[TYPE], want);
		return false;
	}
	e->path = f[PATH];
	e->source = want == NFIELDS ? f[SOURCE] : (char *)"-";
	ok = parse_path(in, e->path, e->type);
	ok &= parse_mode(in, f[MODE], e);
	ok &= parse_id(in, "uid", f[UID], &e->uid);
	ok &= parse_id(in, "gid", f[GID], &e->gid);
	ok &= parse_source(in, e, dirs);
	return ok;
}

/* Keep a copy of e whose strings are the list's own. */
static int add(struct list *l, const struct entry *e)
{
	struct entry *grown =
	    reallocarray(l->entry, l->n + 1, sizeof(*l->entry));
	struct entry *own;

	if (!grown)
		return -1;
	l->entry = grown;
	own = &l->entry[l->n];
	*own = *e;
	own->path = strdup(e->path);
	own->source = strdup(e->source);
	if (!own->path || !own->source) {
		free(own->path);
		free(own->source);
		return -1;
	}
	if (e->rel)
		own->rel = own->source + (e->rel - e->source);
	own->order = l->n;
	l->n++;
	return 0;
}

int list_read(struct list *l, FILE *file, const char *name,
    const struct source_dirs *dirs)
{
	struct lines in = { .file = file, .name = name };
	int ret = 0;

	while (!ret && lines_next(&in)) {
		char *field[NFIELDS];
		size_t n = lines_blank_fields(in.text, field, NFIELDS);
		struct entry e = { .list = name, .line = in.number };

		if (n > 0 && parse_entry(&in, field, n, &e, dirs))
			ret = add(l, &e);
	}
	l->errors += in.errors;
	return ret || ferror(file) ? -1 : 0;
}

static void fault(struct list *l, const struct entry *e, const char *what,
    const char *why)
{
	warn("%s:%lu: %s %s", e->list, e->line, what, why);
	l->errors++;
}

/* By path; duplicates stay in the order of the lists. */
static int by_path(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int d = strcmp(x->path, y->path);

	if (d == 0) /* qsort is not stable: the later one is the duplicate */
		d = x->order < y->order ? -1 : 1;
	return d;
}

static int path_only(const void *key, const void *elem)
{
	return strcmp(key, ((const struct entry *)elem)->path);
}

static void check_parent(struct list *l, const struct entry *e)
{
	char dir[LINE_MAX_BYTES + 1];
	size_t len = (size_t)(strrchr(e->path, '/') - e->path);
	const struct entry *p;

	if (len == 0)
		return; /* "/" is always there */
	memcpy(dir, e->path, len);
	dir[len] = '\0';
	p = bsearch(dir, l->entry, l->n, sizeof(*l->entry), path_only);
	if (!p)
		fault(l, e, e->path, "has no entry for its parent directory");
	else if (p->type != ENTRY_DIR)
		fault(l, e, e->path, "has a parent that is not a directory");
}

/*
 * Without an entry for it, the kernel's root directory is a tmpfs's: anybody
 * may write there (mode 1777).
 */
static int add_root(struct list *l)
{
	const struct entry root = {
		.path = (char *)"/",
		.type = ENTRY_DIR,
		.mode = 0755,
		.source = (char *)"-",
		.list = "(default)",
	};
	size_t i;

	for (i = 0; i < l->n; i++)
		if (!strcmp(l->entry[i].path, root.path))
			return 0;
	return add(l, &root);
}

int list_check(struct list *l)
{
	/* A refused line may be the parent: do not blame its children. */
	bool complete = l->errors == 0;
	size_t i;

	if (l->n == 0)
		return 0;
	if (add_root(l))
		return -1;
	qsort(l->entry, l->n, sizeof(*l->entry), by_path);
	for (i = 0; i < l->n; i++) {
		const struct entry *e = &l->entry[i];

		if (i > 0 && !strcmp(e->path, e[-1].path)) {
			warn("%s:%lu: %s is there already, from %s:%lu",
			    e->list, e->line, e->path, e[-1].list, e[-1].line);
			l->errors++;
		} else if (complete) {
			check_parent(l, e);
		}
	}
	return 0;
}

int list_sizes(struct list *l, const struct entry **failed)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		struct entry *e = &l->entry[i];
		const char *why;
		int fd;

		if (e->type != ENTRY_FILE)
			continue;
		fd = source_open(e->dirfd, e->rel, &e->size, &why);
		if (fd >= 0) {
			close(fd);
			if (e->size > UINT32_MAX)
				fault(l, e, e->source, "is over 4 GiB, more "
				    "than newc can hold");
		} else if (why) {
			fault(l, e, e->source, why);
		} else {
			*failed = e;
			return -1;
		}
	}
	return 0;
}

void list_free(struct list *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		free(l->entry[i].path);
		free(l->entry[i].source);
	}
	free(l->entry);
	memset(l, 0, sizeof(*l));
}
