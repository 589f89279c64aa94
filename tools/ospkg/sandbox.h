/* SPDX-License-Identifier: BSD-2-Clause */
/* A child that can do nothing but its one task. */
#ifndef MAYFLY_OSPKG_SANDBOX_H
#define MAYFLY_OSPKG_SANDBOX_H

#include <stddef.h>
#include <stdint.h>

#include "../st/why.h"

/* The two kinds of children that see bytes of strangers. */
enum sandbox {
	SANDBOX_CHECK, /* reads and writes the files it was given, no more */
	SANDBOX_FETCH, /* and talks to the network */
};

struct sandbox_limits {
	uint64_t memory;    /* bytes of address space */
	uint64_t file_size; /* bytes of any file it writes */
};

/*
 * Give up everything else, for good: another user without capabilities, no new
 * privileges, resource limits, a seccomp list of system calls (another call
 * ends the process). Descriptors other than 0 to 2 and keep[0..n) are closed.
 * Returns 0, or -1 with the reason, which names the option if it is one that
 * this kernel lacks; the caller must end then.
 */
int sandbox_enter(enum sandbox kind, const struct sandbox_limits *limits,
    const int *keep, size_t n, struct why *why);

/*
 * Limit this process, which starts such children, to the system calls that they
 * and the way to them need. Once all else is done. Returns 0, or -1 with errno.
 */
int sandbox_limit_parent(void);

#endif
