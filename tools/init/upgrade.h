/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The image's own way into the next OS package (upgrade= of the command line):
 * upgrade(8) looks for it and verifies it, and hands it over here; then the role
 * saves its keys, and the next kernel starts with them. Without upgrade= an image
 * is sealed: no process can ever start another kernel.
 */
#ifndef MAYFLY_INIT_UPGRADE_H
#define MAYFLY_INIT_UPGRADE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Does the command line have upgrade=? The answer is kept, for all that follows. */
bool upgrade_wanted(const char *cmdline);
bool upgrade_asked_for(void);

/*
 * Once, before any other program is started, and after trial_take(): forbid to load
 * another kernel, for good; with upgrade= allow it until one is loaded, but for some
 * tries at most, and in a trial allow to forget what is loaded. Returns 0, or -1
 * after a message.
 */
int upgrade_seal(void);

/* The trial is over: what was allowed for its sake is so no more. */
void upgrade_seal_rest(void);

/* Start upgrade(8). Once. */
void upgrade_start(void);

/* Poll this for reading (-1: nothing to poll), then call upgrade_events(). */
int upgrade_fd(void);
void upgrade_events(void);

/*
 * As service_exited() and service_tick(). When the role has saved its keys these
 * start the next kernel and do not return.
 */
bool upgrade_exited(pid_t pid, int wstatus);
int64_t upgrade_tick(void);

/* Overwrite what the role is saving, if it is. */
void upgrade_forget(void);

#endif
