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
 * line's with a user of its own and none, once the network is there. handover: a
 * file in memory with what the role saved under the kernel before, or -1; it is
 * the standard input of the first, which takes what is secret out of it, and then
 * of the second, which empties it.
 */
void role_start(int handover);

/*
 * Does /etc/role below the current folder name programs that are there? Returns
 * how many faults were said.
 */
int role_check(void);

/* Lines of /etc/role that are not the role's own affair (health.h). */
enum { ROLE_HEALTH = 4, ROLE_CHECK = 5 };

/* Program and arguments on that line, from 0; NULL if there is none. */
const char *const *role_line(int line);

/* Did it end with a status that another try would not change? *status is that. */
bool role_failed(int *status);

/* A child ended; false if it was none of these. */
bool role_exited(pid_t pid, int wstatus);

/*
 * Start what is due: online says whether the network is there, for which the program of
 * the third line waits. Returns when to call again (clock_now()).
 */
int64_t role_tick(bool online);

/* Has the role done its work? */
bool role_done(void);

/*
 * Is it of use to anybody? It has done its work, and does not wait for a list of
 * peers without which it has none. That it is not may last: until a list can be had.
 */
bool role_ready(void);

/* Is there a program on the fourth line, and something to save? */
bool role_saves(void);

/*
 * Start it: it appends to that file, its standard input, what the role is to find
 * under the next kernel. False: it does not start.
 */
bool role_save(int fd);

/* Overwrite what was handed over, as far as the role has not done so. */
void role_forget(void);

/* Does it run? */
bool role_saving(void);

/* Was that child it? Then *status is its exit status. */
bool role_save_exited(pid_t pid, int wstatus, int *status);

#endif
