/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the bytes of the image's files come from: -D NAME=DIR. */
#ifndef PACK_SOURCE_H
#define PACK_SOURCE_H

#include <stddef.h>
#include <stdint.h>

struct source_dir {
	const char *name; /* not NUL-terminated: namelen bytes */
	size_t namelen;
	int fd; /* the directory */
};

/* The directories of one run, in the order given. Start zeroed. */
struct source_dirs {
	struct source_dir *dir;
	size_t n;
};

enum source_add {
	SOURCE_ADDED = 0,
	SOURCE_SYNTAX, /* not NAME=DIR with NAME of [A-Za-z0-9._+-] */
	SOURCE_TWICE,  /* NAME is there already */
	SOURCE_SYSTEM, /* DIR cannot be opened or out of memory: errno */
};

/* Add "NAME=DIR"; arg is kept. DIR itself may be a symbolic link. */
enum source_add source_add(struct source_dirs *dirs, const char *arg);

/* The directory fd of the name of namelen bytes, or -1 if unknown. */
int source_find(const struct source_dirs *dirs, const char *name,
    size_t namelen);

/*
 * Open rel, a clean relative path (no empty, "." or ".." component), below
 * dirfd for reading and store its size in bytes. No symbolic link is followed:
 * what the list names is what goes in, and nothing outside the directory.
 * Returns the fd (caller closes), or -1 with errno; *why is then a text if
 * the path is not a regular file or absent (the list is wrong), NULL if the
 * system could not tell.
 */
int source_open(int dirfd, const char *rel, uint64_t *size, const char **why);

#endif
