/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The dependency texts of a dump, with values put in: which trees' parser they
 * came from does not matter any more.
 */
#ifndef KCONF_DEPENDS_H
#define KCONF_DEPENDS_H

#include <stddef.h>

/* Where values of symbols come from. */
struct values {
	/* The value of the symbol of that name, or NULL: nothing defines it. */
	const char *(*of)(const void *data, const char *name);
	const void *data;
};

enum { DEPENDS_N, DEPENDS_M, DEPENDS_Y, DEPENDS_DAMAGED };

/*
 * What text, "A && (B || !C) && D>=4", comes to. An empty text is Y, as no
 * dependency is.
 */
int depends_value(const char *text, const struct values *values);

/*
 * The first of text's terms that is N, with the values of its symbols: "A
 * [=n]". NULL if none is, or if text is damaged. To be freed.
 */
char *depends_failing(const char *text, const struct values *values);

/* Bytes of the first alternative of s: up to a "||" outside parentheses. */
size_t depends_alternative(const char *s);

#endif
