/* SPDX-License-Identifier: BSD-2-Clause */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../lib/err.h"

enum { DEBUG, INFO, WARNING, ERROR, PANIC };

static int level = INFO;

void log_level(const char *s)
{
	static const char *const name[] = {
		[DEBUG] = "debug", [INFO] = "info", [WARNING] = "warn",
		[ERROR] = "error", [PANIC] = "panic",
	};
	int i;

	level = INFO;
	for (i = DEBUG; i <= PANIC; i++)
		if (!strcmp(s, name[i]))
			level = i;
}

bool log_is_info(void)
{
	return level <= INFO;
}

__attribute__((format(printf, 3, 0)))
static void print(int at, const char *prefix, const char *fmt, va_list ap)
{
	char text[1024];

	if (at < level)
		return;
	vsnprintf(text, sizeof(text), fmt, ap);
	warn("%s%s", prefix, text);
}

void log_warning(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print(WARNING, "warning: ", fmt, ap);
	va_end(ap);
}

void log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print(INFO, "", fmt, ap);
	va_end(ap);
}

void log_debug(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print(DEBUG, "", fmt, ap);
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
