/* SPDX-License-Identifier: BSD-2-Clause */
#include "why.h"

#include <stdio.h>

void why_set(struct why *why, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	vsnprintf(why->text, sizeof(why->text), fmt, ap);
	va_end(ap);
	for (s = why->text; *s; s++)
		if (*s < ' ' || *s > '~')
			*s = '?';
}
