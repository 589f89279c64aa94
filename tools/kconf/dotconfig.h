/* SPDX-License-Identifier: GPL-2.0-only */
/* Resolved configurations, as the kernel writes .config. */
#ifndef KCONF_DOTCONFIG_H
#define KCONF_DOTCONFIG_H

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
};

/*
 * Read f, into *c. Comments and blank lines are passed over. Returns NULL, or
 * what is wrong with the file, which lives until the next call; free *c in both
 * cases.
 */
const char *dotconfig_read(struct dotconfig *c, FILE *f);

/* The same for the file of that name; exits EXIT_UNKNOWN if it is none. */
void dotconfig_open(struct dotconfig *c, const char *name);

/*
 * What the file says of symbol, a string without quotes and escapes; NULL if it
 * does not name it. To be freed.
 */
char *dotconfig_value(const struct dotconfig *c, const char *symbol);

void dotconfig_free(struct dotconfig *c);

#endif
