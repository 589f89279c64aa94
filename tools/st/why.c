/* SPDX-License-Identifier: BSD-2-Clause */
#include "why.h"

#include <stdio.h>

#include "../lib/err.h"

__attribute__((format(printf, 2, 0)))
static void set(struct why *why, const char *fmt, va_list ap)
{
	char *s;

	vsnprintf(why->text, sizeof(why->text), fmt, ap);
	for (s = why->text; *s; s++)
		if (*s < ' ' || *s > '~')
			*s = '?';
}

void why_set(struct why *why, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(why, fmt, ap);
	va_end(ap);
	why->machine = false;
}

void why_machine(struct why *why, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(why, fmt, ap);
	va_end(ap);
	why->machine = true;
}

int why_status(const struct why *why)
{
	return why->machine ? EXIT_UNKNOWN : EXIT_NO;
}
