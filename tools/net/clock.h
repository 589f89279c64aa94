/* SPDX-License-Identifier: BSD-2-Clause */
/* One clock for everything: time since the kernel started. */
#ifndef MAYFLY_NET_CLOCK_H
#define MAYFLY_NET_CLOCK_H

#include <stdint.h>

/* "No deadline" for functions which return one. */
#define CLOCK_NEVER INT64_MAX

/* Milliseconds since the kernel started, the first field of /proc/uptime. */
int64_t clock_now(void);

/* The earlier of two deadlines. */
int64_t clock_min(int64_t a, int64_t b);

#endif
