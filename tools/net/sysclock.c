/* SPDX-License-Identifier: BSD-2-Clause */
#include "sysclock.h"

#include <stdio.h>
#include <time.h>

#include "clocknote.h"
#include "err.h"

/* The build gives the time of the release (tools/build). */
#ifndef BUILD_EPOCH
#error "BUILD_EPOCH is not defined: seconds since 1970 of the release"
#endif

#define LATEST (BUILD_EPOCH + INT64_C(30) * 366 * 86400)

enum { NEAR = 300 }; /* seconds: a start, and what clocks drift in months */

int64_t sysclock_made(void)
{
	return BUILD_EPOCH;
}

int64_t sysclock_latest(void)
{
	return LATEST;
}

int64_t sysclock_choose(int64_t rtc, const struct sysclock_known *k, bool *guess)
{
	int64_t least = k->least > BUILD_EPOCH &&
	    (k->handed || k->least <= LATEST) ? k->least : BUILD_EPOCH;

	if (k->handed) {
		*guess = rtc < least - NEAR || rtc > least + NEAR;
		return *guess || rtc < least ? least : rtc;
	}
	*guess = rtc < least || rtc > LATEST;
	return *guess ? least : rtc;
}

/* What was made of it, and of what: t is not what the RTC said. */
static void say_change(int64_t rtc, int64_t t, const struct sysclock_known *k)
{
	char was[CLOCKNOTE_TIME], is[CLOCKNOTE_TIME];

	clocknote_time(rtc, was);
	clocknote_time(t, is);
	if (k->handed && t == k->least)
		warn("clock: %s UTC by this machine's, %s UTC by the kernel before, "
		     "which counts", was, is);
	else
		warn("clock: %s UTC cannot be, taken for the date of this %s, "
		     "%s UTC: check the machine's clock and its battery",
		    was, t == BUILD_EPOCH ? "program" : "package's signatures",
		    is);
}

static void note(int64_t rtc, const struct sysclock_known *k, bool guess)
{
	struct clocknote n = {.latest = guess ? LATEST : 0};
	char was[CLOCKNOTE_TIME];

	if (guess)
		snprintf(n.origin, sizeof(n.origin),
		    "a guess, as its hardware clock said %s",
		    clocknote_time(rtc, was));
	else
		snprintf(n.origin, sizeof(n.origin), k->handed ?
		    "from the kernel before" : "from its hardware clock");
	clocknote_set(&n);
}

void sysclock_start(const struct sysclock_known *k, bool say)
{
	int64_t rtc = time(NULL);
	struct timespec t = {0};
	char text[CLOCKNOTE_TIME];
	bool guess;

	t.tv_sec = (time_t)sysclock_choose(rtc, k, &guess);
	note(rtc, k, guess);
	if (t.tv_sec == rtc) {
		if (say)
			warn("clock: %s UTC", clocknote_time(rtc, text));
		return;
	}
	if (clock_settime(CLOCK_REALTIME, &t))
		warn("set the clock:");
	say_change(rtc, t.tv_sec, k);
}
