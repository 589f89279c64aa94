/* SPDX-License-Identifier: BSD-2-Clause */
/* What --loglevel=debug adds: stages with their time. */
#ifndef MAYFLY_OSPKG_DEBUG_H
#define MAYFLY_OSPKG_DEBUG_H

#include <stdbool.h>

/* Off at first. Children have what their parent had when they were forked. */
void debug_enable(bool on);

/* If enabled, a line on stderr: ms since the kernel's start, and the text. */
__attribute__((format(printf, 1, 2))) void debug(const char *format, ...);

#endif
