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
#include "../ospkg/archive.h"
#include "../ospkg/kept.h"
#include "../ospkg/kexec.h"
#include "../ospkg/memfile.h"
#include "../st/hex.h"
#include "cmdline.h"
#include "err.h"
#include "handover.h"
#include "health.h"
#include "power.h"
#include "role.h"
#include "trial.h"
#include "walltime.h"

/* What its sandboxed children need to become less than it is. */
#define UPGRADE_CAPS                                                           \
	(UINT64_C(1) << CAP_SETUID | UINT64_C(1) << CAP_SETGID |               \
	 UINT64_C(1) << CAP_SETPCAP | UINT64_C(1) << CAP_KILL)

/* And what is not to be taken again. */
static const char *argv[1 + KEPT_REFUSED + 1] = {"/bin/upgrade"};
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
static int loads = 4;

static int ours = -1, theirs = -1; /* the socket's two ends */
static struct kept next; /* the package, while one is on its way */
static int saved = -1; /* the handover, while the role writes it */
static bool wanted, asking;

bool upgrade_wanted(const char *cmdline)
{
	char value[1]; /* what it says is for the program */

	wanted = cmdline_find(cmdline, "upgrade", CMDLINE_LAST, value,
	    sizeof(value)) != 0;
	return wanted;
}

bool upgrade_asked_for(void)
{
	return wanted;
}

static int set(const char *key, const char *value)
{
	if (!sysctl_write(key, value))
		return 0;
	warn("set %s:", key);
	return -1;
}

int upgrade_seal(void)
{
	/* To forget what is loaded is a load. */
	/* Each may be a load, an unload, and a load again (walltime.c). */
	int most = (wanted ? 3 * loads : 0) + trial_runs();
	char text[4];

	if (!most)
		return set("kernel/kexec_load_disabled", "1");
	/*
	 * A kernel "for a panic" would take the same place: without CRASH_DUMP
	 * there is only one.
	 */
	if (set("kernel/kexec_load_limit_panic", "0"))
		return -1;
	snprintf(text, sizeof(text), "%d", most);
	return set(LIMIT, text);
}

void upgrade_seal_rest(void)
{
	if (!wanted)
		set("kernel/kexec_load_disabled", "1");
}

void upgrade_start(void)
{
	static char hash[KEPT_REFUSED][2 * OSPKG_HASH + 1];
	const struct kept *own = trial_own();
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair)) {
		warn("no upgrades: make a socket:");
		return;
	}
	ours = pair[0];
	theirs = pair[1];
	for (unsigned int i = 0; i < own->refused_count; i++) {
		hex_encode(own->refused[i], OSPKG_HASH, hash[i]);
		argv[1 + i] = hash[i];
	}
	service_start(&service, theirs);
}

int upgrade_fd(void)
{
	/* What comes meanwhile stays in the socket. */
	return asking || role_saving() ? -1 : ours;
}

static void drop_next(void)
{
	kept_drop(&next);
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

/*
 * The next initramfs with what is handed over behind it. Returns it, the caller's,
 * or -1 with errno.
 */
static int whole(void)
{
	struct kept former = *trial_own();
	int archive = archive_begin(next.v.initramfs), error;

	former.health = health_status();
	former.back = false;
	kept_refuse(&former, next.v.package.hash);
	if (archive < 0)
		return -1;
	if (!(saved >= 0 && archive_add(archive, HANDOVER_NAME, saved)) &&
	    !(kept_wanted(next.v.package.cmdline) &&
	      kept_put(archive, KEPT_OWN, &next)) &&
	    !(former.v.kernel >= 0 &&
	      kept_put(archive, KEPT_FORMER, &former)) &&
	    !archive_end(archive))
		return archive;
	error = errno;
	handover_wipe(archive);
	errno = error;
	return -1;
}

/* Without return if all goes well. */
static void start_next(void)
{
	struct why why;
	int archive = whole();

	if (archive < 0) {
		warn("join what is handed over and initramfs:");
		drop_next();
		not_this("no memory for what is handed over");
		return;
	}
	handover_wipe(saved);
	saved = -1;
	close(next.v.initramfs);
	next.v.initramfs = archive;
	if (walltime_load(&next.v, &why)) {
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

/* How well this one serves is known: now it saves what it is to hand over. */
static void save(void)
{
	saved = handover_begin(next.v.package.hash);
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

/* Is there room for both packages beside what there is? */
static bool fits(void)
{
	const struct kept *own = trial_own();
	bool kept = kept_wanted(next.v.package.cmdline);
	uint64_t need = kept_memory(&next.v, kept ? &next : NULL,
	    own->v.kernel < 0 ? NULL : own);

	return need == 0 || need < memory_available();
}

void upgrade_events(void)
{
	const struct kept *own = trial_own();
	char hash[2 * OSPKG_HASH + 1];

	if (verified_receive(ours, &next.v)) {
		next.v.kernel = next.v.initramfs = -1;
		/* What sends something else is not what it was. */
		if (errno != EAGAIN)
			give_up("it offers no package");
		return;
	}
	hex_encode(next.v.package.hash, OSPKG_HASH, hash);
	printf("mayfly: upgrade package=%s\n", hash);
	next.health = KEPT_ANY;
	next.refused_count = own->refused_count;
	memcpy(next.refused, own->refused, sizeof(next.refused));
	if (!fits()) {
		drop_next();
		not_this("no memory for this package and a way back to the "
			 "present one (upgrade.trial=0 does without)");
		return;
	}
	asking = true;
	health_ask(false);
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
		set("kernel/kexec_load_disabled", "1");
	return true;
}

void upgrade_forget(void)
{
	handover_wipe(saved);
	saved = -1;
}

int64_t upgrade_tick(void)
{
	if (asking && !health_asks()) {
		asking = false;
		save();
	}
	return ours < 0 ? CLOCK_NEVER : service_tick(&service);
}
