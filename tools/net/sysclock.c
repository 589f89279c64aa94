/* SPDX-License-Identifier: BSD-2-Clause */
#include "sysclock.h"

#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "err.h"

/* The build gives the time of the release (tools/build). */
#ifndef BUILD_EPOCH
#error "BUILD_EPOCH is not defined: seconds since 1970 of the release"
#endif

#define LATEST (BUILD_EPOCH + INT64_C(30) * 366 * 86400)

static const char *text(time_t t, char out[32])
{
	struct tm tm;

	if (!gmtime_r(&t, &tm) || !strftime(out, 32, "%Y-%m-%d %H:%M:%S", &tm))
		snprintf(out, 32, "beyond all dates");
	return out;
}

void sysclock_check(bool say)
{
	struct timespec floor = {.tv_sec = BUILD_EPOCH};
	time_t now = time(NULL);
	char was[32], is[32];

	if (now >= BUILD_EPOCH && now <= LATEST) {
		if (say)
			warn("clock: %s UTC", text(now, was));
		return;
	}
	if (clock_settime(CLOCK_REALTIME, &floor))
		warn("set the clock:");
	warn("clock: %s UTC cannot be, taken for the date of this program, "
	     "%s UTC: check the machine's clock and its battery",
	    text(now, was), text(BUILD_EPOCH, is));
}
