/* SPDX-License-Identifier: BSD-2-Clause */
/* The system calls that a process may make; any other ends it. */
#ifndef MAYFLY_SECCOMP_H
#define MAYFLY_SECCOMP_H

#include <stdint.h>
#include <sys/syscall.h>

/* The low 32 bits of that argument (0 to 5), and mask, are want. */
struct seccomp_condition {
	unsigned int arg;
	uint32_t mask, want;
};

/*
 * One call, if all conditions that have a mask are met; a call may have several
 * such rules.
 */
struct seccomp_rule {
	int nr; /* -1: the table ends */
	struct seccomp_condition cond[2];
};

/* The lines of a table, which has an ALLOW_END behind its last one. */
#define ALLOW(call) {.nr = SYS_##call}
#define ALLOW_IF(call, n, bits, value) \
	{.nr = SYS_##call, .cond = {{(n), (bits), (value)}}}
/* socket() of that family and type, without its flags. */
#define ALLOW_SOCKET(family, type)                                            \
	{.nr = SYS_socket, .cond = {{0, ALL_BITS, (family)}, {1, 0xf, (type)}}}
#define ALLOW_END {.nr = -1}

/* For bits: the argument is just that value. */
#define ALL_BITS UINT32_MAX

/*
 * From now on, for this process and all it starts: another call than those of
 * the two tables (more may be NULL), or one of another architecture, ends the
 * process with SIGSYS. What every program does is always allowed: to read and
 * write what is open and close it, memory that is not executable, its own
 * signals, the time, to end. Limits add up, so a process can give up more later
 * if its tables have ALLOW_IF(prctl, 0, ALL_BITS, PR_SET_SECCOMP).
 * It must have PR_SET_NO_NEW_PRIVS set, or CAP_SYS_ADMIN.
 * Returns 0, or -1 with errno (E2BIG: too many rules).
 */
int seccomp_limit(const struct seccomp_rule *calls,
		  const struct seccomp_rule *more);

#endif
