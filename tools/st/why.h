/* SPDX-License-Identifier: BSD-2-Clause */
/* How the functions of this folder say why they refuse something. */
#ifndef MAYFLY_ST_WHY_H
#define MAYFLY_ST_WHY_H

#include <stdarg.h>
#include <stdbool.h>

/*
 * A reason, as text that continues "PACKAGE: " in a message: no newline, no
 * control characters, never a secret. Functions that can refuse take one and
 * return -1; only then is it set. They print nothing.
 */
struct why {
	char text[256];
	/*
	 * It is not the input that is at fault: memory or a disk was. Nothing is
	 * known about the input then.
	 */
	bool machine;
};

/* Set the reason (cut to size; bytes that are not plain ASCII become '?'). */
void why_set(struct why *why, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for a failure of the machine. */
void why_machine(struct why *why, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* EXIT_NO, or EXIT_UNKNOWN for a failure of the machine (lib/err.h). */
int why_status(const struct why *why);

#endif
