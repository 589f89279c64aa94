/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The time, from one kernel to the next. The RTC is never written, and may be dead or
 * behind; WireGuard's peers refuse handshakes whose time stamp is not after the last.
 */
#ifndef MAYFLY_INIT_WALLTIME_H
#define MAYFLY_INIT_WALLTIME_H

#include <stdint.h>

#include "../ospkg/verified.h"
#include "../st/why.h"

/* No clock says more, in seconds since 1970: the year 2200. */
#define WALLTIME_MAX INT64_C(7258118400)

/*
 * Set the clock (sysclock.h): by stboot.time= of the command line, the first one,
 * and by handed, the time that came with a handover, 0 if there was none.
 */
void walltime_start(const char *cmdline, int64_t handed);

/* The clock is not to be before that, in seconds since 1970: what was signed says so. */
int64_t walltime_least(void);

/*
 * What to tell a kernel as stboot.time= that is loaded now, before walltime_start(),
 * and started in so many seconds at most: the RTC's time, if that is believed, or a
 * time after all that this kernel will have given out by then.
 */
int64_t walltime_until(const char *cmdline, unsigned int seconds);

/*
 * kexec_load(), with this kernel's clock as stboot.time=: a time after all that it
 * will give out before the next one runs. Takes the descriptors, as that does.
 * Returns 0, or -1 with the reason.
 */
int walltime_load(struct verified *next, struct why *why);

#endif
