/* SPDX-License-Identifier: BSD-2-Clause */
#include "backoff.h"

#include <errno.h>
#include <sys/random.h>
#include <time.h>

#ifndef GRND_INSECURE
#define GRND_INSECURE 4
#endif

/*
 * Nothing secret hangs on it, so do not wait for the kernel's pool; and a
 * kernel that gives nothing still has a clock no two machines read alike.
 */
static uint32_t random32(void)
{
	struct timespec t;
	uint32_t r;

	if (getrandom(&r, sizeof(r), GRND_INSECURE) == sizeof(r))
		return r;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint32_t)t.tv_nsec * 2654435761U;
}

uint32_t backoff_next(struct backoff *b)
{
	uint64_t ceiling = b->first_ms;
	unsigned i;

	for (i = 0; i < b->failures && ceiling < b->max_ms; i++)
		ceiling *= 2;
	if (ceiling > b->max_ms)
		ceiling = b->max_ms;
	if (b->failures < 64)
		b->failures++;
	/* Its bias, ceiling / 2^32, is far below what anybody could see. */
	return (uint32_t)(((ceiling + 1) * random32()) >> 32);
}

int64_t boottime_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int backoff_sleep(uint32_t ms, int64_t deadline)
{
	struct timespec t = {
		.tv_sec = (time_t)(ms / 1000),
		.tv_nsec = (long)(ms % 1000) * 1000000,
	};

	if (deadline - boottime_ms() <= (int64_t)ms)
		return -1;
	while (nanosleep(&t, &t) && errno == EINTR)
		;
	return 0;
}
