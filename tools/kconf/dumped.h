/* SPDX-License-Identifier: GPL-2.0-only */
/* Every symbol of a tree under our configuration: what kconf dump wrote. */
#ifndef KCONF_DUMPED_H
#define KCONF_DUMPED_H

#include <stdbool.h>
#include <stddef.h>

#include "depends.h"
#include "tsv.h"

/* One symbol. Strings are "" where the dump has "-"; they live in memory. */
struct dumped {
	const char *name; /* without CONFIG_ */
	const char *type; /* bool, tristate, int, hex, string */
	const char *prompt;
	const char *value;  /* strings as in a .config, with quotes */
	const char *origin; /* the default that fired */
	const char *depends;
	const char *selected_by;
	const char *implied_by;
	const char *defined; /* Kconfig file:line */
	const char *help;    /* first line */
	bool mitigation;
	bool changeable; /* can one decide on it now? */
	const char *tree; /* the title above it, or NULL */
	char *memory;
};

/* Ordered by name. */
struct dump {
	char **titles; /* "Linux/x86 7.1.13 Kernel Configuration" */
	size_t n_titles;
	struct dumped *at;
	size_t n;
};

/*
 * Read all rows of t; dump_free() whatever comes of it. One table may hold rows
 * of several trees, each below its title. Returns NULL, or what is wrong with
 * t's present line.
 */
const char *dump_read(struct dump *dump, struct tsv *t);

/* The same for the file of that name; exits EXIT_UNKNOWN if that fails. */
struct dump dump_open(const char *file);

void dump_free(struct dump *dump);

/* What the (first) tree calls itself, or NULL. */
const char *dump_title(const struct dump *dump);

/* The symbol of that name, without CONFIG_, or NULL. */
const struct dumped *dump_find(const struct dump *dump, const char *name);

/* Is it y or m, or a number or string that is there? */
bool dumped_is_on(const struct dumped *s);

/* The values of dump, for dependencies; dump must live as long. */
struct values dump_values(const struct dump *dump);

#endif
