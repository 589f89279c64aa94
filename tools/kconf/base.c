/* SPDX-License-Identifier: GPL-2.0-only */
#include "base.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "err.h"

size_t symbol_length(const char *s)
{
	return strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			 "0123456789_");
}

bool is_symbol(const char *s)
{
	return s[0] != '\0' && s[symbol_length(s)] == '\0';
}

bool same_string(const char *quoted, const char *text)
{
	const char *s = quoted;

	if (*s++ != '"')
		return false;
	for (; *text != '\0'; s++, text++) {
		if (*s == '"' || *s == '\0')
			return false;
		if (*s == '\\' && s[1] != '\0')
			s++;
		if (*s != *text)
			return false;
	}
	return strcmp(s, "\"") == 0;
}

bool same_value(const char *type, const char *a, const char *b)
{
	int base = strcmp(type, "hex") == 0   ? 16
		   : strcmp(type, "int") == 0 ? 10
					      : 0;

	if (base == 0 || a[0] == '\0' || b[0] == '\0')
		return strcmp(a, b) == 0;
	return strtoll(a, NULL, base) == strtoll(b, NULL, base);
}

char *copy(const char *s)
{
	return copy_n(s, strlen(s));
}

char *copy_n(const char *s, size_t n)
{
	char *p = strndup(s, n);

	if (p == NULL)
		die(EXIT_UNKNOWN, "strndup:");
	return p;
}

char *format_list(const char *fmt, va_list ap)
{
	char *s;

	if (vasprintf(&s, fmt, ap) == -1)
		die(EXIT_UNKNOWN, "vasprintf:");
	return s;
}

char *format(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = format_list(fmt, ap);
	va_end(ap);
	return s;
}

void *grow(void *array, size_t n, size_t size)
{
	/* The capacity is the least power of two that holds n. */
	if ((n & (n - 1)) != 0)
		return array;
	array = reallocarray(array, n == 0 ? 1 : n * 2, size);
	if (array == NULL)
		die(EXIT_UNKNOWN, "reallocarray:");
	return array;
}

FILE *open_or_die(const char *file, const char *hint)
{
	struct stat st;
	FILE *f = fopen(file, "r");

	if (f != NULL && fstat(fileno(f), &st) == 0) {
		if (!S_ISDIR(st.st_mode))
			return f;
		errno = EISDIR;
	}
	warn("open %s:", file);
	die(EXIT_UNKNOWN, "%s", hint);
}
