/* SPDX-License-Identifier: BSD-2-Clause */
#include "watchdog.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/watchdog.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "clock.h"
#include "cmdline.h"
#include "err.h"

enum {
	DOGS = 4,	/* a board has one or two, the kernel its own timer */
	DEFAULT = 60, /* s, if a driver does not say */
};

/* The kernel's own timer (drivers/watchdog/softdog.c) is called that. */
#define SOFTWARE "Software Watchdog"

static int dog[DOGS], dogs;
static int64_t period = CLOCK_NEVER, due; /* ms; clock_now() */

/* musl's ioctl() takes an int, glibc's does not: the bits are the same. */
static int ask(int fd, unsigned long what, void *arg)
{
	return ioctl(fd, (int)what, arg);
}

/* Open it, which starts it, and set its time. Returns whether it is there. */
static bool start(const char *path, int seconds)
{
	struct watchdog_info info = {.identity = ""};
	int fd = open(path, O_WRONLY | O_CLOEXEC), least = seconds;

	if (fd < 0) {
		if (errno != ENOENT)
			warn("open %s:", path);
		return false;
	}
	dog[dogs++] = fd;
	ask(fd, WDIOC_GETSUPPORT, &info);
	info.identity[sizeof(info.identity) - 1] = '\0';
	/* The kernel is not to try what hardware does for certain, at the same moment. */
	if (dogs > 1 && !strcmp((char *)info.identity, SOFTWARE))
		seconds *= 2;
	/* What it does not take is answered by what it has. */
	while (ask(fd, WDIOC_SETTIMEOUT, &(int){seconds}) &&
	       errno == EINVAL && seconds > 1)
		seconds /= 2;
	if (ask(fd, WDIOC_GETTIMEOUT, &least) || least <= 0)
		least = DEFAULT;
	printf("mayfly: watchdog name=\"%s\" seconds=%d\n", info.identity, least);
	if (period > least * 1000 / 4)
		period = least * 1000 / 4;
	return true;
}

void watchdog_arm(unsigned int seconds)
{
	char path[sizeof("/dev/watchdog0")] = "/dev/watchdog0";

	if (dogs)
		return;
	/* All: of one alone nobody knows whether its reset is wired to anything. */
	while (dogs < DOGS && start(path, (int)seconds))
		path[sizeof(path) - 2]++;
	if (!dogs)
		warn("no watchdog: what stands still stays so");
	due = clock_now() + (dogs ? period : 0);
}

int64_t watchdog_feed(void)
{
	if (!dogs)
		return CLOCK_NEVER;
	if (clock_now() < due)
		return due;
	for (int i = 0; i < dogs; i++)
		ask(dog[i], WDIOC_KEEPALIVE, NULL);
	due = clock_now() + period;
	return due;
}

static bool is_zero(const char *cmdline, const char *key)
{
	char value[2];

	return cmdline_find(cmdline, key, CMDLINE_LAST, value,
	    sizeof(value)) == 1 && !strcmp(value, "0");
}

bool watchdog_off(const char *cmdline)
{
	return is_zero(cmdline, "init.watchdog");
}

bool watchdog_expected(const char *cmdline)
{
	return is_zero(cmdline, "watchdog.stop_on_reboot") &&
	    !watchdog_off(cmdline);
}
