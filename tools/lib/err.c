/* SPDX-License-Identifier: BSD-2-Clause */
#include "err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *progname = "mayfly";

__attribute__((format(printf, 1, 0)))
static void vwarn(const char *fmt, va_list ap)
{
	int saved = errno;
	size_t n = strlen(fmt);
	char msg[1024];

	vsnprintf(msg, sizeof(msg), fmt, ap);
	if (n > 0 && fmt[n - 1] == ':')
		fprintf(stderr, "%s: %s %s\n", progname, msg, strerror(saved));
	else
		fprintf(stderr, "%s: %s\n", progname, msg);
	errno = saved;
}

void warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vwarn(fmt, ap);
	va_end(ap);
}

noreturn void die(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vwarn(fmt, ap);
	va_end(ap);
	exit(status);
}

noreturn void finish(int status)
{
	if (fflush(stdout) || ferror(stdout))
		die(EXIT_UNKNOWN, "write to standard output:");
	exit(status);
}
