/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables of text: one record a line, fields cut by tabs, with escapes. */
#ifndef KCONF_TSV_H
#define KCONF_TSV_H

#include <stddef.h>
#include <stdio.h>

/* A table being read. Start with { .f = f, .name = "for messages" }. */
struct tsv {
	FILE *f;
	const char *name;
	unsigned long line; /* of the record last read, from 1 */
	char *text;	    /* its memory; tsv_free() */
	size_t size;
	const char *mark; /* what comments that matter begin with, or NULL */
	char *marked;	  /* the rest of the last such; whoever takes it sets
			     this to NULL */
};

/*
 * Read the next record into field[0..max-1], escapes undone; lines that begin
 * with '#' are passed over. The strings live until the next call.
 * Returns the number of fields (1 for an empty line), 0 at the end, or -1 for
 * a line that is none: a zero byte, an escape that does not exist, more than
 * max fields, or a read error; *wrong then says which.
 */
int tsv_next(struct tsv *t, char **field, int max, const char **wrong);

void tsv_free(struct tsv *t);

/* Print s with tab, newline, return and backslash as \t, \n, \r and \\. */
void tsv_print(FILE *f, const char *s);

#endif
