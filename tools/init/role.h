/* SPDX-License-Identifier: BSD-2-Clause */
/* The programs an image is there for. */
#ifndef MAYFLY_INIT_ROLE_H
#define MAYFLY_INIT_ROLE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Start the role, as the first line of /etc/role says. Once it has ended with
 * status 0 its work is done, and the programs of the lines that follow are
 * started: the second line's with the role's user and capabilities, the third
 * line's with a user of its own and none.
 */
void role_start(void);

/* A child ended; false if it was none of these. */
bool role_exited(pid_t pid, int wstatus);

/* Start again what is due. Returns when to call again (clock_now()). */
int64_t role_tick(void);

/* Has the role done its work? */
bool role_done(void);

#endif
