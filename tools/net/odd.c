/* SPDX-License-Identifier: BSD-2-Clause */
#include "odd.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What stands for the end when there is no more room. */
static const char more[] = " ...";

void odd_add(char *odd, size_t size, const char *fmt, ...)
{
	size_t room = size - sizeof(more), n = strlen(odd);
	va_list ap;
	int len;

	if (n >= room)
		return;
	if (n) {
		odd[n++] = ',';
		odd[n++] = ' ';
	}
	va_start(ap, fmt);
	len = vsnprintf(odd + n, size - n, fmt, ap);
	va_end(ap);
	if (len < 0)
		odd[n] = '\0';
	else if (n + (size_t)len > room)
		strcpy(odd + room, more);
}
