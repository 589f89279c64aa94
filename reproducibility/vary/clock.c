/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock of every program that is linked dynamically, DAYS (a number that may
 * be negative) ahead: to be preloaded (vary/clock). Why not libfaketime: it looks up some sixty functions
 * at each start of a program and answers stat() too, which made a build of many
 * small programs 1.8 times as long; and the one of a newer host does not load
 * into the builder. Times of files stay the kernel's.
 */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { AHEAD = (DAYS) * 24 * 3600 }; /* seconds; at most 68 years of them */

int clock_gettime(clockid_t clock, struct timespec *t)
{
	int r = (int)syscall(SYS_clock_gettime, clock, t);

	if (!r && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ||
	    clock == CLOCK_TAI))
		t->tv_sec += AHEAD;
	return r;
}

time_t time(time_t *out)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	if (out)
		*out = t.tv_sec;
	return t.tv_sec;
}

int gettimeofday(struct timeval *restrict t, void *restrict zone)
{
	struct timespec now;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &now);
	t->tv_sec = now.tv_sec;
	t->tv_usec = now.tv_nsec / 1000;
	return 0;
}

int timespec_get(struct timespec *t, int base)
{
	if (base != TIME_UTC || clock_gettime(CLOCK_REALTIME, t))
		return 0;
	return base;
}
