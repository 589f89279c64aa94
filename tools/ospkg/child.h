/* SPDX-License-Identifier: BSD-2-Clause */
/* Children of process 1: forked into a sandbox, waited for with a time limit. */
#ifndef MAYFLY_OSPKG_CHILD_H
#define MAYFLY_OSPKG_CHILD_H

#include <stdint.h>
#include <sys/types.h>

#include "sandbox.h"

enum { CHILD_RUNS = -1, CHILD_KILLED = -2 };

struct child {
	const char *name; /* for messages */
	pid_t pid;	  /* 0: not started, or ended */
	int status;	  /* CHILD_RUNS, an exit status, or CHILD_KILLED */
};

/*
 * Fork, enter the sandbox and end with what run(arg) returns. keep[0..n) are
 * the descriptors it keeps beside 0 to 2. Returns 0, or -1 after a warn().
 */
int child_start(struct child *c, enum sandbox kind,
    const struct sandbox_limits *limits, const int *keep, size_t n,
    int (*run)(const void *arg), const void *arg);

/*
 * Wait until it has ended (pid is 0) or the time (clock_now()) is there. Needs
 * SIGCHLD blocked. Says so if a signal ended it.
 */
void child_wait(struct child *c, int64_t until);

/* End it if it runs, and wait for that. */
void child_end(struct child *c);

#endif
