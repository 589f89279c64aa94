/* SPDX-License-Identifier: BSD-2-Clause */
#include "walltime.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../net/clocknote.h"
#include "../net/sysclock.h"
#include "../ospkg/kexec.h"
#include "cmdline.h"
#include "err.h"
#include "num.h"

enum {
	/*
	 * Seconds that loading a kernel may take; the next one needs about as
	 * many until it sets its clock.
	 */
	MARGIN = 3,
	TRIES = 2, /* the second one with what the first one took */
	AHEAD = 15,
};

static int64_t least;

int64_t walltime_least(void)
{
	return least;
}

/* stboot.time= of the command line; 0: there is none. */
static int64_t told(const char *cmdline)
{
	char value[24];
	uint64_t n;

	return cmdline_find(cmdline, KEXEC_TIME, CMDLINE_FIRST, value,
		   sizeof(value)) == 1 && !num_decimal(value, WALLTIME_MAX, &n)
		   ? (int64_t)n : 0;
}

int64_t walltime_until(const char *cmdline, unsigned int seconds)
{
	int64_t now = time(NULL), then = told(cmdline);

	/* That is ahead by what walltime_load() allows for, where the RTC is right. */
	if (now + AHEAD >= then)
		return (now > then ? now : then) + AHEAD;
	return then + seconds + AHEAD;
}

void walltime_start(const char *cmdline, int64_t handed)
{
	struct sysclock_known known = {.least = handed, .handed = handed > 0};

	if (told(cmdline) > known.least)
		known.least = told(cmdline);
	sysclock_start(&known, false);
	least = known.least > sysclock_made() && known.least <= sysclock_latest()
		    ? known.least : sysclock_made();
	if (clocknote_write(CLOCKNOTE_FILE))
		warn("write " CLOCKNOTE_FILE ":");
}

/* The same files again: kexec_load() closes what it gets. */
static int copy(const struct verified *from, struct verified *to,
    struct why *why)
{
	*to = *from;
	to->kernel = fcntl(from->kernel, F_DUPFD_CLOEXEC, 0);
	to->initramfs = fcntl(from->initramfs, F_DUPFD_CLOEXEC, 0);
	if (to->kernel >= 0 && to->initramfs >= 0)
		return 0;
	why_machine(why, "keep kernel and initramfs: %s", strerror(errno));
	if (to->kernel >= 0)
		close(to->kernel);
	return -1;
}

int walltime_load(struct verified *next, struct why *why)
{
	int64_t margin = MARGIN, began, took;
	static struct verified one;
	int bad = -1;

	for (int i = 0; i < TRIES; i++) {
		if ((bad = copy(next, &one, why)))
			break;
		began = time(NULL);
		if (one.package.time > sysclock_latest())
			one.package.time = 0; /* nobody signs so far ahead */
		if (one.package.time < began + margin)
			one.package.time = began + margin;
		if (i > 0)
			kexec_unload(); /* room, and nothing stale if this fails */
		bad = kexec_load(&one, why);
		took = time(NULL) - began + 1;
		/* Rounded up, and by less than a second each: on time. */
		if (bad || took < margin)
			break;
		margin = 2 * took;
	}
	close(next->kernel);
	close(next->initramfs);
	return bad;
}
