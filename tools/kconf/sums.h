/* SPDX-License-Identifier: GPL-2.0-only */
/* Sums of the kernel's objects, by option and by source folder. */
#ifndef KCONF_SUMS_H
#define KCONF_SUMS_H

#include <stddef.h>
#include <stdint.h>

#include "objects.h"

/* The sum of one option's objects, or of one folder's. */
struct sum {
	char *name;	/* CONFIG_X or "always"; a folder with its '/' */
	size_t objects; /* how many of them */
	uint64_t text, data, bss;
	uint64_t before; /* bytes in the other build */
	uint64_t all;	 /* bytes with all that the option selects, or with all
			    that is below the folder */
};

/* Ordered by name. */
struct sums {
	struct sum *at;
	size_t n;
};

/* Bytes of the image: text and data. bss is not in the file. */
uint64_t sum_bytes(const struct sum *s);

/* Sums by option; all is what the option has itself. */
struct sums sums_of_options(const struct objects *objects);

/* Sums by folder, those too that hold nothing but folders. */
struct sums sums_of_folders(const struct objects *objects);

/* The sum over everything. */
struct sums sums_of_all(const struct objects *objects);

/* The sum of that name, or NULL. */
struct sum *sums_find(const struct sums *sums, const char *name);

/* Append a sum of that name with nothing of its own; not in order any more. */
void sums_add(struct sums *sums, const char *name, uint64_t all);

/* Take over all sums of other, in order again. */
void sums_merge(struct sums *sums, struct sums *other);

/*
 * Note what each had in the other build. A name that is there alone is added,
 * with nothing.
 */
void sums_before(struct sums *sums, const struct sums *other);

void sums_free(struct sums *sums);

#endif
