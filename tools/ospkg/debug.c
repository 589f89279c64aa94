/* SPDX-License-Identifier: BSD-2-Clause */
#include "debug.h"

#include <stdarg.h>
#include <stdio.h>

#include "../net/clock.h"
#include "err.h"

static bool enabled;

void debug_enable(bool on)
{
	enabled = on;
}

void debug(const char *format, ...)
{
	char text[256];
	va_list ap;

	if (!enabled)
		return;
	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	warn("debug: %lld ms: %s", (long long)clock_now(), text);
}
