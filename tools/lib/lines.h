/* SPDX-License-Identifier: BSD-2-Clause */
/* Text tables, a line at a time: strict about bytes, errors carry file:line. */
#ifndef MAYFLY_LINES_H
#define MAYFLY_LINES_H

#include <stddef.h>
#include <stdio.h>

enum { LINE_MAX_BYTES = 4096 }; /* longest line, without its newline */

/* A table being read. Start with { .file = f, .name = "what to call it" }. */
struct lines {
	FILE *file;
	const char *name;	/* for messages; not owned */
	unsigned long number;	/* of the line last read, from 1 */
	unsigned long errors;	/* messages printed by lines_error() */
	char text[LINE_MAX_BYTES + 1];
};

/*
 * Read the next line into text, NUL-terminated, without its newline. A line
 * that is too long or holds a control character other than a tab is reported
 * with lines_error() and passed over. A last line without newline counts.
 * Returns 1, or 0 at the end or after a read error (see ferror(file)).
 */
int lines_next(struct lines *in);

/* Report "name:number: message" with warn() and count it. */
void lines_error(struct lines *in, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Cut text in place into fields at runs of blanks and tabs; a field that
 * starts with '#' starts a comment. Stores at most max pointers into text.
 * Returns the number of fields in the line, which may be greater than max.
 */
size_t lines_blank_fields(char *text, char **field, size_t max);

/* As above, but cut at every single tab: fields may be empty, no comments. */
size_t lines_tab_fields(char *text, char **field, size_t max);

#endif
