/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A package that another one started is on trial: that one is kept loaded, ready for
 * kexec, until this one is healthy (init.8, TRIAL). What this one is not in time,
 * or what it can never be, ends in the former one.
 */
#ifndef MAYFLY_INIT_TRIAL_H
#define MAYFLY_INIT_TRIAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "../ospkg/kept.h"

/*
 * Take the packages off the root file system, and load the former one, with the
 * handover as it lies there: so do this before handover_take(), and while a
 * kernel may be loaded. From here on the way back needs no memory that could be
 * missing.
 */
void trial_take(const char *cmdline);

/* This image's own package; of one that cannot be kept v.kernel is -1. */
struct kept *trial_own(void);

/* The package that this one came back from, or NULL. */
const unsigned char *trial_tried(void);

/* Is this package on trial? */
bool trial_runs(void);

/*
 * Go back, if it is time for that, which does not return; or end the trial. lost: why
 * this package can never be healthy, or NULL; without a package to go back to that ends
 * in a reboot, unless upgrade(8) can look for a mended one (online). ready: it says that it
 * is. Returns when to call again (clock_now()).
 */
int64_t trial_tick(bool ready, bool online, const char *lost);

/* Forget the former package, and with it the keys that it was to get. */
void trial_forget(void);

#endif
