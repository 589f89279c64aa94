/* SPDX-License-Identifier: GPL-2.0-only */
/* JSON out: a printer that cannot write what a parser would refuse. */
#ifndef KCONF_JSON_H
#define KCONF_JSON_H

#include <stdbool.h>
#include <stdio.h>

enum { JSON_DEPTH = 32 };

/* One document being printed. Start with { .f = stdout }. */
struct json {
	FILE *f;
	unsigned int depth;
	bool filled[JSON_DEPTH]; /* has this array or object a member? */
	char close[JSON_DEPTH];
};

/*
 * Begin an object or array: as member key of the object that is open, or, key
 * NULL, as element of an array or as the document. json_end() ends the inner-
 * most one; the document's end is a newline. Deeper than JSON_DEPTH aborts.
 */
void json_object(struct json *j, const char *key);
void json_array(struct json *j, const char *key);
void json_end(struct json *j);

/*
 * One value; key as above. A string of NULL is null; bytes that are not UTF-8
 * become U+FFFD.
 */
void json_string(struct json *j, const char *key, const char *s);
void json_number(struct json *j, const char *key, long n);
void json_bool(struct json *j, const char *key, bool b);

#endif
