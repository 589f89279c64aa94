/* SPDX-License-Identifier: BSD-2-Clause */
/* What fuzzers of readers share: files from an input, and err.c in silence. */
#ifndef FUZZ_SILENT_H
#define FUZZ_SILENT_H

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"

const char *progname = "fuzz";

/* Messages are formatted and forgotten. */
void warn(const char *fmt, ...)
{
	char msg[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
}

/* A reader that ends the program because of what it reads is a finding. */
noreturn void die(int status, const char *fmt, ...)
{
	(void)status;
	(void)fmt;
	abort();
}

/* The input up to the next 0xff byte as a file, and what is behind it left. */
static FILE *next_file(const uint8_t **data, size_t *size)
{
	const uint8_t *end = *size > 0 ? memchr(*data, 0xff, *size) : NULL;
	size_t n = end != NULL ? (size_t)(end - *data) : *size;
	/* fmemopen() refuses nothing at all; a comment is as good. */
	FILE *f = n > 0 ? fmemopen((void *)(uintptr_t)*data, n, "r")
			: fmemopen((void *)(uintptr_t)"#", 1, "r");

	if (f == NULL)
		abort();
	*data += n;
	*size -= n;
	if (*size > 0) {
		(*data)++;
		(*size)--;
	}
	return f;
}

#endif
