/* SPDX-License-Identifier: BSD-2-Clause */
/* How well this server serves: what the image's own programs say (init.8, TRIAL). */
#ifndef MAYFLY_INIT_HEALTH_H
#define MAYFLY_INIT_HEALTH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Run the program on the fifth line of /etc/role, and with all the one on the sixth
 * after it. Not while health_asks().
 */
void health_ask(bool all);

/* Do they run? */
bool health_asks(void);

/* With which status the fifth line's program ended; KEPT_ANY (kept.h): there is none. */
uint8_t health_status(void);

/* Is that 0, 1, or as well as such a status of the former package; or no telling? */
bool health_as_good_as(uint8_t former);

/* Did the sixth line's program, if there is one, end with 0? */
bool health_checked(void);

/* As service_exited() and service_tick(): ends what takes too long. */
bool health_exited(pid_t pid, int wstatus);
int64_t health_tick(void);

#endif
