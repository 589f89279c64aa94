/* SPDX-License-Identifier: BSD-2-Clause */
/* The inputs of a build, as the engine's tables give them. */
#ifndef MANIFEST_TABLE_H
#define MANIFEST_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A step. What the table gives as "-" is NULL (and size 0). */
struct step {
	char *name, *key;
	char *version;
	char *file; /* the pinned source; with it go size and sha256 */
	uint64_t size;
	char *sha256, *url, *license;
	bool in_image; /* set by steps_mark() */
};

struct steps {
	struct step *step; /* sorted by name */
	size_t n;
};

/* A Debian package of the builder. */
struct builder_package {
	char *name, *version, *path, *sha256;
	uint64_t size;
	bool tool; /* set by builder_mark() */
};

struct builder {
	struct builder_package *package; /* sorted by name */
	size_t n;
};

/*
 * Read the steps: lines of eight fields, name key version file size sha256
 * url license, with one tab between; a line that starts with '#' is a comment.
 * Every fault is reported as "path:line: message". Returns an exit status:
 * EXIT_YES; EXIT_NO if there were faults; EXIT_UNKNOWN, after a warn(), if the
 * file cannot be read. The strings live until the program ends.
 */
int steps_read(const char *path, struct steps *out);

/*
 * Read the builder's lock file: lines of name version path size sha256 with
 * blanks between and '#' comments. Returns as above.
 */
int builder_read(const char *path, struct builder *out);

/*
 * Mark the steps, or builder packages, of a comma-separated list of names.
 * Returns EXIT_YES, or EXIT_NO after a warn() for each unknown name.
 */
int steps_mark(struct steps *steps, const char *names);
int builder_mark(struct builder *builder, const char *names);

#endif
