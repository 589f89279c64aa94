/* SPDX-License-Identifier: BSD-2-Clause */
#include "trial.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../ospkg/archive.h"
#include "../ospkg/kexec.h"
#include "../st/hex.h"
#include "err.h"
#include "handover.h"
#include "health.h"
#include "power.h"
#include "upgrade.h"
#include "walltime.h"

enum {
	AGAIN = 2000,	       /* ms between two looks at health */
	NO_WAY_BACK = 60000, /* ms, at least, before a reboot without former */
};

static struct kept own, former;
static bool on_trial;
static uint8_t want; /* how healthy the former one was */
static int64_t until, look_at;
static unsigned int seconds; /* the former's; without one: this one's */

/* An initramfs that has all to be what it was. -1 with errno. */
static int whole(void)
{
	int archive = archive_begin(former.v.initramfs), saved;
	int keys = open("/" HANDOVER_NAME, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (archive >= 0 &&
	    (kept_put(archive, KEPT_OWN, &former) ||
	     (keys >= 0 && archive_add(archive, HANDOVER_NAME, keys)) ||
	     archive_end(archive))) {
		saved = errno;
		handover_wipe(archive);
		archive = -1;
		errno = saved;
	}
	if (keys >= 0)
		close(keys);
	return archive;
}

static void load_former(const char *cmdline)
{
	struct verified v = former.v;
	struct why why;

	former.back = true;
	v.package.time = walltime_until(cmdline, seconds);
	v.initramfs = whole();
	if (v.initramfs < 0) {
		warn("no way back to the former package:");
	} else if (kexec_load(&v, &why)) { /* closes both */
		former.v.kernel = -1;
		warn("no way back to the former package: %s", why.text);
	} else {
		former.v.kernel = -1;
		on_trial = true;
	}
	kept_drop(&former);
}

void trial_take(const char *cmdline)
{
	char hash[2 * OSPKG_HASH + 1];
	bool bad;

	seconds = kept_trial(cmdline, &bad);
	if (bad)
		warn("upgrade.trial= is a number of seconds, 10 to %d, or 0 "
		     "for none; taken for %u", KEPT_TRIAL_MOST, seconds);
	kept_take(KEPT_OWN, &own);
	if (trial_tried()) {
		hex_encode(trial_tried(), OSPKG_HASH, hash);
		warn("package %s was tried and did not do: back in this one, "
		     "which does not take it again", hash);
	}
	kept_take(KEPT_FORMER, &former);
	if (former.v.kernel < 0)
		return;
	seconds = kept_trial(former.v.package.cmdline, NULL);
	want = former.health;
	until = (int64_t)seconds * 1000;
	load_former(cmdline);
	if (on_trial)
		printf("mayfly: trial seconds=%u\n", seconds);
}

struct kept *trial_own(void)
{
	return &own;
}

const unsigned char *trial_tried(void)
{
	return own.back && own.refused_count
		   ? own.refused[own.refused_count - 1]
		   : NULL;
}

bool trial_runs(void)
{
	return on_trial;
}

void trial_forget(void)
{
	if (on_trial)
		kexec_unload();
	on_trial = false;
}

static void passed(void)
{
	int64_t now = clock_now();

	trial_forget();
	upgrade_seal_rest();
	printf("mayfly: trial passed seconds=%d.%02d\n", (int)(now / 1000),
	       (int)(now % 1000 / 10));
}

static void back(const char *why)
{
	warn("this package does not do: %s; back to the former one", why);
	power_down(POWER_KEXEC);
}

/* Why it is not healthy yet; NULL: it is. Asks again when it is time for that. */
static const char *unhealthy(bool ready)
{
	static bool asked;
	const char *why = NULL;

	if (!ready)
		return "it did not get ready in time";
	if (health_asks())
		return "its check does not end";
	if (!asked)
		why = "its check was not asked";
	else if (!health_as_good_as(want))
		why = "it serves nobody (/etc/role, line 5), and the former did";
	else if (!health_checked())
		why = "the image's check says no (/etc/role, line 6)";
	if (why && clock_now() >= look_at) {
		asked = true;
		look_at = clock_now() + AGAIN;
		health_ask(true);
	}
	return why;
}

/* Without a package to go back to: stboot may find a mended one by now. */
static int64_t start_anew(const char *lost)
{
	static int64_t at;

	if (!lost || !upgrade_asked_for() || seconds == 0)
		return CLOCK_NEVER;
	if (at == 0) {
		at = clock_now() + (int64_t)seconds * 1000;
		if (at < clock_now() + NO_WAY_BACK)
			at = clock_now() + NO_WAY_BACK;
		warn("there is no former package to go back to: reboot in "
		     "%d s, for what is published by then",
		     (int)((at - clock_now()) / 1000));
	}
	if (clock_now() >= at)
		power_down(POWER_REBOOT);
	return at;
}

int64_t trial_tick(bool ready, bool online, const char *lost)
{
	const char *why;
	int64_t due = health_tick();

	if (!on_trial)
		return clock_min(due, online ? CLOCK_NEVER : start_anew(lost));
	if (lost)
		back(lost);
	why = unhealthy(ready);
	if (!why) {
		passed();
		return due;
	}
	if (clock_now() >= until)
		back(why);
	due = clock_min(due, until);
	return ready && !health_asks() ? clock_min(due, look_at) : due;
}
