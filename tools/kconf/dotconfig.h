/* SPDX-License-Identifier: GPL-2.0-only */
/* Resolved configurations, as the kernel writes .config. */
#ifndef KCONF_DOTCONFIG_H
#define KCONF_DOTCONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* One symbol. A string's value is as in the file, with quotes and escapes. */
struct setting {
	char *symbol; /* without CONFIG_ */
	char *value;  /* "n" for "is not set" */
};

/* All of one file, sorted by symbol. */
struct dotconfig {
	struct setting *at;
	size_t n;
	char *title;	/* "Linux/x86 6.12.43 Kernel Configuration", or NULL */
	char *last_end; /* the last menu that it closes, or NULL */
	bool cut;	/* its last line is no whole one */
};

/*
 * Read the n bytes of text, which has room for a zero byte behind them and is
 * changed, into *c. Comments and blank lines are passed over. Returns NULL, or
 * what is wrong with the file, which lives until the next call; free *c in both
 * cases.
 */
const char *dotconfig_parse(struct dotconfig *c, char *text, size_t n);

/* The same for all of f, which may be packed with gzip, as /proc/config.gz. */
const char *dotconfig_read(struct dotconfig *c, FILE *f);

/* The same for the file of that name; exits EXIT_UNKNOWN if it is none. */
void dotconfig_open(struct dotconfig *c, const char *name);

/* Does the file name symbol, be it as "is not set"? */
bool dotconfig_names(const struct dotconfig *c, const char *symbol);

/*
 * What the file says of symbol, a string without quotes and escapes; NULL if it
 * does not name it. To be freed.
 */
char *dotconfig_value(const struct dotconfig *c, const char *symbol);

void dotconfig_free(struct dotconfig *c);

#endif
