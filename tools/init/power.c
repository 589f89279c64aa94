/* SPDX-License-Identifier: BSD-2-Clause */
#include "power.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../net/console.h"
#include "../net/watchdog.h"
#include "../ospkg/kexec.h"
#include "err.h"
#include "net.h"
#include "role.h"
#include "trial.h"
#include "upgrade.h"

enum { GRACE = 2000 }; /* ms between asking processes to end and killing them */

/* Wait until no child is left, or the deadline. */
static void wait_children(int64_t deadline)
{
	struct timespec t;
	sigset_t child;
	int64_t left;
	pid_t pid;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	for (;;) {
		while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
			;
		left = deadline - clock_now();
		if (pid < 0 || left <= 0)
			return;
		t.tv_sec = left / 1000;
		t.tv_nsec = left % 1000 * 1000000;
		sigtimedwait(&child, NULL, &t);
	}
}

noreturn void power_down(enum power how)
{
	static const struct {
		const char *name;
		int command;
	} ways[] = {
	    [POWER_OFF] = {"power off", RB_POWER_OFF},
	    [POWER_REBOOT] = {"reboot", RB_AUTOBOOT},
	    [POWER_KEXEC] = {"start the next kernel", RB_KEXEC},
	};
	struct why why;

	printf("init: %s\n", ways[how].name);
	/* It is not disarmed: an end that hangs ends in a reset, too. */
	watchdog_feed();
	/* First of all: a process that hangs must not keep the keys alive. */
	net_forget_keys();
	role_forget();
	upgrade_forget();
	if (how != POWER_KEXEC)
		trial_forget();
	kill(-1, SIGTERM);
	kill(-1, SIGHUP); /* an interactive shell ignores the other */
	wait_children(clock_now() + GRACE);
	kill(-1, SIGKILL);
	wait_children(clock_now() + GRACE);
	/* A role may have made one while it was ending. */
	net_forget_keys();
	console_flush();
	if (how == POWER_KEXEC) {
		kexec_start(&why);
		warn("%s", why.text);
		how = POWER_REBOOT; /* the firmware brings the machine back */
	}
	reboot(ways[how].command);
	warn("the kernel refuses:");
	for (;;)
		pause(); /* process 1 must not end; a person has to act */
}
