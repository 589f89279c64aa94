/* SPDX-License-Identifier: BSD-2-Clause */
#include "upgrade.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../net/supervise.h"
#include "../net/sysctl.h"
#include "../ospkg/kexec.h"
#include "../st/hex.h"
#include "cmdline.h"
#include "err.h"
#include "handover.h"
#include "power.h"
#include "role.h"
#include "walltime.h"

/* What its sandboxed children need to become less than it is. */
#define UPGRADE_CAPS                                                           \
	(UINT64_C(1) << CAP_SETUID | UINT64_C(1) << CAP_SETGID |               \
	 UINT64_C(1) << CAP_SETPCAP | UINT64_C(1) << CAP_KILL)

static const char *const argv[] = {"/bin/upgrade", NULL};
static struct service service = {
    .name = "upgrade",
    .argv = argv,
    .restart = RESTART_FAILED,
    .uid = UID_UPGRADE,
    .caps = UPGRADE_CAPS,
};

/*
 * How often a kernel may be loaded: the limit counts loads that fail, too, and what
 * kexec refuses for a reason that nobody could see before (memory, a damaged
 * kernel) must not be the last upgrade. It can only be made smaller, so once a
 * kernel is loaded it becomes none.
 */
#define LIMIT "kernel/kexec_load_limit_reboot"
#define LOADS "4"
static int loads = 4;

static int ours = -1, theirs = -1; /* the socket's two ends */
static struct verified next;
static int saved = -1; /* the handover, while the role writes it */

bool upgrade_wanted(const char *cmdline)
{
	char value[1]; /* what it says is for the program */

	return cmdline_find(cmdline, "upgrade", CMDLINE_LAST, value,
	    sizeof(value)) != 0;
}

static int set(const char *key, const char *value)
{
	if (!sysctl_write(key, value))
		return 0;
	warn("set %s:", key);
	return -1;
}

int upgrade_seal(bool wanted)
{
	if (!wanted)
		return set("kernel/kexec_load_disabled", "1");
	/*
	 * A kernel "for a panic" would take the same place: without CRASH_DUMP
	 * there is only one.
	 */
	if (set("kernel/kexec_load_limit_panic", "0"))
		return -1;
	return set(LIMIT, LOADS);
}

void upgrade_start(void)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair)) {
		warn("no upgrades: make a socket:");
		return;
	}
	ours = pair[0];
	theirs = pair[1];
	service_start(&service, theirs);
}

int upgrade_fd(void)
{
	/* What comes while the role saves stays in the socket. */
	return role_saving() ? -1 : ours;
}

static void drop_next(void)
{
	close(next.kernel);
	close(next.initramfs);
	handover_wipe(saved);
	saved = -1;
}

/* No more upgrades: nobody is to offer any. */
static void give_up(const char *what)
{
	warn("upgrade failed: %s; this package goes on. Boot again to upgrade.",
	     what);
	service_stop(&service);
	close(ours);
	close(theirs);
	ours = theirs = -1;
}

/* This one was not started: upgrade(8) is to look for another, or later. */
static void not_this(const char *what)
{
	warn("upgrade failed: %s; this package goes on", what);
	if (send(ours, "", 1, MSG_NOSIGNAL | MSG_DONTWAIT) != 1)
		warn("tell upgrade:");
}

static void not_loaded(const char *what)
{
	if (--loads > 0)
		not_this(what);
	else
		give_up(what);
}

/* Nobody can replace what was loaded. It was the last load if that is no change. */
static void seal_next(void)
{
	if (sysctl_write(LIMIT, "0") && errno != EINVAL)
		warn("set " LIMIT ":");
}

/* With the handover, if there is one, and without return if all goes well. */
static void start_next(void)
{
	struct why why;
	int joined = -1;

	if (saved >= 0) {
		joined = handover_join(next.initramfs, saved);
		if (joined < 0) {
			warn("join handover and initramfs:");
			drop_next();
			not_this("no memory for the handover");
			return;
		}
		handover_wipe(saved);
		saved = -1;
		close(next.initramfs);
		next.initramfs = joined;
	}
	if (walltime_load(&next, &why)) {
		not_loaded(why.text);
		return;
	}
	seal_next();
	power_down(POWER_KEXEC);
}

static void not_saved(void)
{
	drop_next();
	not_this("the keys were not saved");
}

void upgrade_events(void)
{
	char hash[2 * OSPKG_HASH + 1];

	if (verified_receive(ours, &next)) {
		/* What sends something else is not what it was. */
		if (errno != EAGAIN)
			give_up("it offers no package");
		return;
	}
	hex_encode(next.package.hash, OSPKG_HASH, hash);
	printf("mayfly: upgrade package=%s\n", hash);
	saved = handover_begin(next.package.hash);
	if (saved < 0) {
		warn("make the handover:");
		drop_next();
		not_this("no memory for the handover");
	} else if (!role_saves()) {
		handover_wipe(saved);
		saved = -1;
		start_next();
	} else if (!role_save(saved)) {
		not_saved();
	}
}

bool upgrade_exited(pid_t pid, int wstatus)
{
	int status;

	if (role_save_exited(pid, wstatus, &status)) {
		if (status == EXIT_YES)
			start_next();
		else
			not_saved();
		return true;
	}
	if (!service_exited(&service, pid, wstatus))
		return false;
	/* With wrong settings there will be no upgrade: as good as sealed. */
	if (service.state == SERVICE_ENDED)
		upgrade_seal(false);
	return true;
}

void upgrade_forget(void)
{
	handover_wipe(saved);
	saved = -1;
}

int64_t upgrade_tick(void)
{
	return ours < 0 ? CLOCK_NEVER : service_tick(&service);
}
