/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"

#include <time.h>

int64_t clock_now(void)
{
	struct timespec t = {0};

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_min(int64_t a, int64_t b)
{
	return a < b ? a : b;
}
