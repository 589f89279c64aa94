/* SPDX-License-Identifier: BSD-2-Clause */
/* When to give up on a server. */
#ifndef MAYFLY_HTTP_LIMITS_H
#define MAYFLY_HTTP_LIMITS_H

#include <stdint.h>

/* The defaults suit real networks. */
struct fetch_limits {
	uint32_t connect_ms;	 /* name, TCP and TLS, all addresses together */
	uint32_t low_speed;	 /* bytes per second; slower than that ... */
	uint32_t low_seconds;	 /* ... for so long is a stall */
	uint32_t retry_after;	 /* seconds; who asks for longer is left */
	uint32_t tries;		 /* in a row that bring nothing */
	uint32_t first_ms;	 /* no new one after so long without a byte */
	uint32_t backoff_ms;	 /* ceiling of the first pause ... */
	uint32_t backoff_max_ms; /* ... and of all, see backoff.h */
};

#define FETCH_LIMITS_DEFAULT                                                   \
	{                                                                      \
		.connect_ms = 10000, .low_speed = 1024, .low_seconds = 30,     \
		.retry_after = 60, .tries = 8, .first_ms = 10000,              \
		.backoff_ms = 1000, .backoff_max_ms = 60000                    \
	}

#endif
