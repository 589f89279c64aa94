/* SPDX-License-Identifier: GPL-2.0-only */
/* What readers of tables and writers of reports need of strings. */
#ifndef KCONF_BASE_H
#define KCONF_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define PREFIX "CONFIG_"

/* Bytes of the symbol's name that s begins with, perhaps 0. */
size_t symbol_length(const char *s);

/* Is s the name of a symbol, without its prefix? */
bool is_symbol(const char *s);

/* Is quoted, a string as a .config has it, the text? */
bool same_string(const char *quoted, const char *text);

/* Are these values of a symbol of that type, without quotes, the same? */
bool same_value(const char *type, const char *a, const char *b);

/* strdup(3), and the first n bytes of s; exit EXIT_UNKNOWN without memory. */
char *copy(const char *s);
char *copy_n(const char *s, size_t n);

/* The format's text, in memory of its own. Exits as copy(). */
char *format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *format_list(const char *fmt, va_list ap)
	__attribute__((format(printf, 1, 0)));

/*
 * Make room for one more element of size bytes in array, which has n. Returns
 * the array, perhaps elsewhere; the element is not set. Exits as copy().
 */
void *grow(void *array, size_t n, size_t size);

/* Open file for reading; exit EXIT_UNKNOWN with hint if that fails. */
FILE *open_or_die(const char *file, const char *hint);

#endif
