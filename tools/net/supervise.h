/* SPDX-License-Identifier: BSD-2-Clause */
/* Child processes of init: started with few rights, restarted on failure. */
#ifndef MAYFLY_NET_SUPERVISE_H
#define MAYFLY_NET_SUPERVISE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* User ids of the children; they own nothing in an image but /run/dhcp. */
enum {
	UID_ROOT = 0,
	UID_DHCP = 100,
	UID_ROLE = 101,
	UID_FETCH = 102,
	UID_UPGRADE = 103, /* 110, 111: its children, tools/ospkg/sandbox.c */
	UID_TIME = 104,
};

/* Where a muted program's children find the console; udhcpc takes 3 and 4. */
enum { CONSOLE_FD = 5 };

/* When a child that ended is started again. */
enum restart {
	RESTART_NEVER,	/* one attempt; the caller looks at the result */
	/*
	 * A one-shot: until it has an answer, which is 0 done, 1 refused, or 2
	 * wrong settings (err.h). The same again would get the same answer.
	 */
	RESTART_FAILED,
	RESTART_ALWAYS, /* a daemon or a shell */
};

struct seccomp_rule;

enum service_state { SERVICE_IDLE, SERVICE_RUNS, SERVICE_WAITS, SERVICE_ENDED };

struct service {
	/* Set by the owner, constant. */
	const char *name;
	const char *const *argv;
	enum restart restart;
	uid_t uid;
	uint64_t caps; /* mask of 1 << CAP_*: all it can ever have */
	/*
	 * All system calls it can ever make, execve() of itself among them
	 * (seccomp.h). NULL: it limits itself.
	 */
	const struct seccomp_rule *calls;
	/*
	 * Bytes of address space of each of its processes, and how many there
	 * may be of its user; 0: any. For who may fork, and is not ours.
	 */
	uint64_t memory, processes;
	/*
	 * Output to /dev/null, the console as CONSOLE_FD: for a talkative
	 * program with a hook of ours.
	 */
	bool muted;
	/*
	 * The console is its controlling terminal, and it has all
	 * capabilities: the debug flavour's shell.
	 */
	bool debug_tty;
	/* Set by supervise.c. */
	enum service_state state;
	pid_t pid;
	int status; /* exit status, or 128 + signal; valid when ENDED */
	int input;  /* of the last start, and of those again */
	unsigned int failures;
	int64_t started, due;
};

/*
 * Start it now. stdin_fd becomes its standard input (-1: /dev/null), also when
 * it is started again; the caller keeps that descriptor, open as long as that can
 * be. A failing fork counts as a failed run.
 */
void service_start(struct service *s, int stdin_fd);

/* Ask it to end, and do not start it again; its exit is then nobody's. */
void service_stop(struct service *s);

/*
 * Tell it that process pid ended with that wait status. Returns false if the
 * process is not its own. Prints a message if the service failed.
 */
bool service_exited(struct service *s, pid_t pid, int wstatus);

/* What an exit status means, as the end of a message about it, or "". */
const char *service_reason(int status);

/*
 * Start it if its back-off is over. Returns when to call again, on
 * clock_now()'s scale, or CLOCK_NEVER.
 */
int64_t service_tick(struct service *s);

#endif
