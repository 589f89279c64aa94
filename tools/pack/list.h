/* SPDX-License-Identifier: BSD-2-Clause */
/* The rootfs list: what is in an image, and the only word on it. */
#ifndef PACK_LIST_H
#define PACK_LIST_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "source.h"

enum entry_type { ENTRY_DIR, ENTRY_FILE, ENTRY_LINK, ENTRY_NODE };

struct entry {
	char *path; /* absolute, clean */
	enum entry_type type;
	uint32_t mode; /* permission bits, 07777 */
	uint32_t uid, gid;
	char *source;	   /* as in the list; "-" for a directory */
	const char *rel;   /* file: path below dirfd, inside source */
	int dirfd;	   /* file: the -D directory, not owned */
	char node;	   /* node: 'c' or 'b' */
	uint32_t maj, min; /* node: device numbers */
	uint64_t size;	   /* bytes in the archive; files: list_sizes() */
	const char *list;  /* where it was read, for messages; not owned */
	unsigned long line;
	size_t order; /* of reading, over all lists */
};

/* All entries of a run. Start zeroed. */
struct list {
	struct entry *entry;
	size_t n;
	unsigned long errors; /* messages printed with warn() so far */
};

/*
 * Add the entries of file, called name in messages (kept, not owned). A bad
 * line is reported as "name:line: message", counted in l->errors, and passed
 * over. Returns 0, or -1 with errno if reading failed or memory ran out.
 */
int list_read(struct list *l, FILE *file, const char *name,
    const struct source_dirs *dirs);

/*
 * Add the root directory (0755 0 0) unless a line gave it or the list is
 * empty; sort by path bytes, which puts parents before children; report
 * duplicates and, if no line was refused before, missing parents in l->errors.
 * Returns 0, or -1 with errno when memory ran out.
 */
int list_check(struct list *l);

/*
 * Look up every file's size; report those that are missing or no regular
 * files in l->errors. Returns 0, or -1 with errno, *failed being the entry
 * that the system could not tell about.
 */
int list_sizes(struct list *l, const struct entry **failed);

/* The word for the type in a list. */
const char *list_type_name(enum entry_type type);

void list_free(struct list *l);

#endif
