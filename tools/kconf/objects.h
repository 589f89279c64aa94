/* SPDX-License-Identifier: GPL-2.0-only */
/* What the built kernel consists of: objects.tsv of the step linux. */
#ifndef KCONF_OBJECTS_H
#define KCONF_OBJECTS_H

#include <stddef.h>
#include <stdint.h>

#include "tsv.h"

/* One object of the kernel. */
struct object {
	char *path;		  /* from the root of the object tree */
	char *option;		  /* CONFIG_X, or "always" */
	uint64_t text, data, bss; /* bytes */
};

struct objects {
	struct object *at;
	size_t n;
};

/*
 * Read all rows of t and append them; objects_free() whatever comes of it.
 * Returns NULL, or what is wrong with t's present line.
 */
const char *objects_read(struct objects *objects, struct tsv *t);

void objects_free(struct objects *objects);

#endif
