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
	return set("kernel/kexec_load_limit_reboot", "1");
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

/*
 * There is one try: the kernel takes no second (upgrade_seal()), so that nobody
 * can replace what was loaded.
 */
static void give_up(const char *what)
{
	warn("upgrade failed: %s; this package goes on. Boot again to upgrade.",
	     what);
	service_stop(&service);
	close(ours);
	close(theirs);
	ours = theirs = -1;
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
			give_up("no memory for the handover");
			return;
		}
		handover_wipe(saved);
		saved = -1;
		close(next.initramfs);
		next.initramfs = joined;
	}
	if (kexec_load(&next, &why)) {
		give_up(why.text);
		return;
	}
	power_down(POWER_KEXEC);
}

static void not_saved(void)
{
	drop_next();
	warn("the keys were not saved: no upgrade now");
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
		give_up("no memory for the handover");
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
