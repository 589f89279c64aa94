/* SPDX-License-Identifier: GPL-2.0-only */
/* Symbols of another tree, from its symbols.tsv, and what they may be now. */
#ifndef KCONF_OLDER_H
#define KCONF_OLDER_H

#include <stddef.h>
#include <stdio.h>

/* One symbol. */
struct older_symbol {
	char *name, *type, *prompt; /* prompt "-": it has none */
};

/* A whole table, sorted by name. */
struct older {
	char *title; /* the tree's, as its main menu calls itself */
	struct older_symbol *at;
	size_t n;
};

/*
 * Read a table that kconf dump wrote from f, into *o. Returns NULL, or what is
 * wrong with it, which lives until the next call; free *o in both cases.
 */
const char *older_read(struct older *o, FILE *f);

void older_free(struct older *o);

/* The symbol of that name, or NULL. */
const struct older_symbol *older_find(const struct older *o, const char *name);

/*
 * How likely is it that the option a was renamed to b: 0 not, to 100. Prompts
 * may be NULL or "-".
 */
int older_likeness(const char *a, const char *a_prompt, const char *b,
		   const char *b_prompt);

#endif
