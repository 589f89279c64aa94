/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tools/lib/err.c for unit tests: warn() collects its messages, a line each,
 * in a buffer; die() must not happen. Include cmocka.h before.
 */
#ifndef TESTS_MESSAGES_H
#define TESTS_MESSAGES_H

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/lib/err.h"

const char *progname = "test";
static char messages[1 << 16];

static inline void forget_messages(void)
{
	messages[0] = '\0';
}

void warn(const char *fmt, ...)
{
	size_t used = strlen(messages), len = strlen(fmt);
	const char *error = strerror(errno);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(messages + used, sizeof(messages) - used, fmt, ap);
	va_end(ap);
	if (len > 0 && fmt[len - 1] == ':')
		strcat(strcat(messages, " "), error);
	strcat(messages, "\n");
}

noreturn void die(int status, const char *fmt, ...)
{
	fprintf(stderr, "died with %d: %s\n", status, fmt);
	abort();
}

#endif
