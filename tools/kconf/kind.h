/* SPDX-License-Identifier: GPL-2.0-only */
/* What kernel a configuration is of, and whether all of it is there. */
#ifndef KCONF_KIND_H
#define KCONF_KIND_H

#include "dotconfig.h"

struct kind {
	char *arch;	  /* as the kernel's folders: x86, arm64; NULL: not said */
	char *other_arch; /* what its options say, where its title says arch */
	char *version;	  /* 6.12.43; NULL: not said */
	char *unfinished; /* why it is no finished configuration, or NULL */
};

/*
 * What the file says of itself, in its title and its options. A finished
 * configuration names every option that is visible: it is held against the
 * parsed tree's options that depend on nothing, each menu's for itself, half of
 * which are older than any kernel in use. Free with kind_free().
 */
struct kind kind_of(const struct dotconfig *c);

/* The same for the parsed tree, by its title. */
struct kind kind_of_tree(void);

void kind_free(struct kind *k);

/*
 * May the tree's options, and rules about them, be about this file? Not if its
 * architecture is another, or it contradicts itself in that.
 */
bool kind_fits(const struct kind *k, const struct kind *tree);

/*
 * Say on stderr what the file of that name is, if anything is to be said of it:
 * kernel and architecture, and what keeps it from being judged by the tree.
 */
void kind_print(const char *file, const struct kind *k, const struct kind *tree);

#endif
