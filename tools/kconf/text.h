/* SPDX-License-Identifier: GPL-2.0-only */
/* Symbols and expressions of Kconfig as text. */
#ifndef KCONF_TEXT_H
#define KCONF_TEXT_H

#include <stdbool.h>
#include <stdio.h>

#include <expr.h>

/* Print e as a Kconfig file writes it; with values, each symbol with [=y]. */
void text_expr(FILE *f, const struct expr *e, bool values);

/* The same as a string to be freed; NULL for no expression. */
char *text_of_expr(const struct expr *e, bool values);

/* A symbol's present value: y, m, n, a number, or text; "" is "\"\"". */
const char *text_value(struct symbol *sym);

/* Print s in quotes, with escapes, as in a .config. */
void text_quoted(FILE *f, const char *s);

/* The default that fires under the present values, or NULL. */
struct property *text_default(struct symbol *sym);

/* A symbol that may decide e: its only one, if e names but one, or NULL. */
struct symbol *text_symbol(const struct expr *e);

/*
 * A FILE that writes into memory; text_close() gives what was written, to be
 * freed. One at a time.
 */
struct text {
	FILE *f;
	char *s;
	size_t n;
};

void text_open(struct text *t);
char *text_close(struct text *t);

#endif
