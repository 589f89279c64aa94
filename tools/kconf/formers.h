/* SPDX-License-Identifier: GPL-2.0-only */
/* Former names of options: those that a tree keeps, and those that none keeps. */
#ifndef KCONF_FORMERS_H
#define KCONF_FORMERS_H

#include <stddef.h>

/* One way to call an option that is called otherwise now. */
struct former {
	const char *name;  /* NULL: there is none */
	const char *since; /* the version with the new name; NULL: not known */
};

/*
 * The i-th former name of symbol, from 0. First those that the parsed tree
 * keeps as transitional, then the table of those that it does not keep.
 */
struct former former_name(const char *symbol, size_t i);

/*
 * What the former name is called now in the parsed tree, which does not define
 * it, or keeps it as transitional; the name is NULL if that is not known.
 */
struct former former_now(const char *name);

#endif
