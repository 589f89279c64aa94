/* SPDX-License-Identifier: BSD-2-Clause */
/* How the functions of this folder say why they refuse something. */
#ifndef MAYFLY_ST_WHY_H
#define MAYFLY_ST_WHY_H

#include <stdarg.h>

/*
 * A reason, as text that continues "PACKAGE: " in a message: no newline, no
 * control characters, never a secret. Functions that can refuse take one and
 * return -1; only then is it set. They print nothing.
 */
struct why {
	char text[256];
};

/* Set the reason (cut to size; bytes that are not plain ASCII become '?'). */
void why_set(struct why *why, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
