/* SPDX-License-Identifier: BSD-2-Clause */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../lib/err.h"

enum { DEBUG, INFO, WARN };

static int level = INFO;

int log_level(const char *s)
{
	static const char *const name[] = {
		[DEBUG] = "debug", [INFO] = "info", [WARN] = "warn",
	};
	int i;

	for (i = DEBUG; i <= WARN; i++) {
		if (!strcmp(s, name[i])) {
			level = i;
			return 0;
		}
	}
	warn("-loglevel %s: use debug, info or warn", s);
	return -1;
}

__attribute__((format(printf, 2, 0)))
static void print(int at, const char *fmt, va_list ap)
{
	char text[1024];

	if (at < level)
		return;
	vsnprintf(text, sizeof(text), fmt, ap);
	warn("%s", text);
}

void log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print(INFO, fmt, ap);
	va_end(ap);
}

void log_debug(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print(DEBUG, fmt, ap);
	va_end(ap);
}

void log_bytes(const char *what, const unsigned char *p, int len)
{
	char hex[129] = "";
	int i;

	for (i = 0; i < len && 2 * i + 2 < (int)sizeof(hex); i++)
		snprintf(hex + 2 * i, (size_t)3, "%02x", p[i]);
	log_debug("%s: %s", what, hex);
}
