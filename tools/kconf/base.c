/* SPDX-License-Identifier: GPL-2.0-only */
#include "base.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "err.h"

bool is_symbol(const char *s)
{
	return s[0] != '\0' && s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					   "abcdefghijklmnopqrstuvwxyz"
					   "0123456789_")] == '\0';
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
