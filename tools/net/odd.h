/* SPDX-License-Identifier: BSD-2-Clause */
/* What of an input was left out, gathered for one message. */
#ifndef MAYFLY_NET_ODD_H
#define MAYFLY_NET_ODD_H

#include <stddef.h>

/*
 * Add to odd, a text in size bytes that begins as "": parts are separated by
 * commas, and what does not fit is shown by "...".
 */
__attribute__((format(printf, 3, 4)))
void odd_add(char *odd, size_t size, const char *fmt, ...);

#endif
