/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine's watchdog: once armed, it resets the machine if nobody feeds it in
 * time. Nothing can disarm it (CONFIG_WATCHDOG_NOWAYOUT), and with
 * watchdog.stop_on_reboot=0 it goes on over kexec, until the next kernel takes it.
 */
#ifndef MAYFLY_NET_WATCHDOG_H
#define MAYFLY_NET_WATCHDOG_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Arm all that there are, the hardware's and the kernel's own timer, so that each
 * resets the machine after so many seconds, or as many as it can; at most once. Says
 * which they are, or that there is none. Needs /dev.
 */
void watchdog_arm(unsigned int seconds);

/*
 * Feed them, if it is time for that. Returns when to call again (clock_now()):
 * CLOCK_NEVER if none is armed.
 */
int64_t watchdog_feed(void);

/* Is it switched off, by init.watchdog=0 on that command line, the last one? */
bool watchdog_off(const char *cmdline);

/*
 * Does a package with that command line expect an armed one? It says so by
 * watchdog.stop_on_reboot=0; others may have nobody who feeds it.
 */
bool watchdog_expected(const char *cmdline);

#endif
