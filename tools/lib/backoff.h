/* SPDX-License-Identifier: BSD-2-Clause */
/* When to try again: a fleet must not hammer a server that is just back. */
#ifndef MAYFLY_BACKOFF_H
#define MAYFLY_BACKOFF_H

#include <stdint.h>

/*
 * Exponential back-off with full jitter: the n-th pause is evenly distributed
 * over 0 to min(first_ms << n, max_ms). Machines that lost a server at the
 * same moment so come back spread over the whole range.
 */
struct backoff {
	uint32_t first_ms; /* ceiling of the first pause */
	uint32_t max_ms;   /* ceiling of all */
	unsigned failures; /* so far; 0 to begin with, or to begin again */
};

/* 1 s doubling to 60 s. */
#define BACKOFF_DEFAULT {.first_ms = 1000, .max_ms = 60000}

/* 1 min doubling to 10 min: what is served is not what can be started. */
#define BACKOFF_REFUSED {.first_ms = 60000, .max_ms = 600000}

/* The next pause, in milliseconds; counts one failure more. */
uint32_t backoff_next(struct backoff *b);

/* CLOCK_BOOTTIME, in milliseconds. */
int64_t boottime_ms(void);

/*
 * Sleep for ms milliseconds. Returns 0, or -1 at once if the deadline
 * (CLOCK_BOOTTIME, ms) is not later than the end of that.
 */
int backoff_sleep(uint32_t ms, int64_t deadline);

#endif
