/* SPDX-License-Identifier: BSD-2-Clause */
#include "hookwait.h"

#include <linux/rtnetlink.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "hookfile.h"

enum {
	QUICK = 6,	 /* rounds of 10 s (uplink.c) that make a minute */
	FIRST = 8000,	 /* ms; each later pause is twice as long, ... */
	LONGEST = 60000, /* ... up to this, give or take a quarter */
	LOOK = 1000,	 /* ms: is the client still there? */
};

/* By its own name, or as busybox's applet. */
static bool run_by_udhcpc(pid_t parent)
{
	char path[32], name[32] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/comm", (int)parent);
	f = fopen(path, "re");
	if (!f)
		return false;
	if (!fgets(name, sizeof(name), f))
		name[0] = '\0';
	fclose(f);
	name[strcspn(name, "\n")] = '\0';
	return !strcmp(name, "udhcpc") || !strcmp(name, "udhcpc6") ||
	       !strcmp(name, "busybox");
}

void hookwait_refused(bool renewal)
{
	static const struct timespec pause = {.tv_sec = HOOKWAIT_REFUSED};
	pid_t client = getppid();

	if (!run_by_udhcpc(client))
		return;
	if (!renewal)
		kill(client, SIGUSR2);
	nanosleep(&pause, NULL);
	if (getppid() == client)
		kill(client, SIGUSR1);
}

int hookwait_pause(unsigned long rounds, unsigned int random)
{
	int pause = FIRST;

	if (rounds < QUICK)
		return 0;
	for (rounds -= QUICK; rounds && pause < LONGEST; rounds--)
		pause *= 2;
	if (pause > LONGEST)
		pause = LONGEST;
	return pause * 3 / 4 + (int)(random % (unsigned int)(pause / 2 + 1));
}

struct watched {
	const struct rtnl_link *before;
	bool changed;
};

static int look(const struct nlmsghdr *head, const unsigned char *p,
		size_t len, void *arg)
{
	struct watched *w = arg;
	struct rtnl_link now;

	if ((head->nlmsg_type == RTM_NEWLINK ||
	     head->nlmsg_type == RTM_DELLINK) &&
	    rtnl_link_read(p, len, &now) && now.index == w->before->index)
		w->changed |= head->nlmsg_type == RTM_DELLINK ||
		    now.up != w->before->up ||
		    now.carrier != w->before->carrier;
	return 0;
}

/* Another boot's, or another machine's, is another; nobody has to trust it. */
static unsigned int any_number(void)
{
	const void *random = (const void *)getauxval(AT_RANDOM);
	unsigned int n = 0;

	if (random)
		memcpy(&n, random, sizeof(n));
	return n;
}

static void sleep_until(int64_t end, const struct rtnl_link *link)
{
	struct watched w = {.before = link};
	pid_t client = getppid();
	static struct nl events;
	int64_t now;

	if (nl_open(&events, NETLINK_ROUTE, RTMGRP_LINK))
		return; /* then at the old pace */
	while (!w.changed && getppid() == client && (now = clock_now()) < end) {
		struct pollfd p = {.fd = events.fd, .events = POLLIN};

		poll(&p, 1, end - now < LOOK ? (int)(end - now) : LOOK);
		while (nl_events(&events, look, &w) > 0)
			;
	}
	nl_close(&events);
}

void hookwait_unanswered(const char *name, const struct rtnl_link *link)
{
	char line[HOOKFILE_MAX];
	unsigned long rounds;
	int pause;

	hookfile_read(name, link->name, line);
	if (!number_parse(line, 1000, &rounds))
		rounds = 0;
	rounds += rounds < 1000;
	snprintf(line, sizeof(line), "%lu", rounds);
	hookfile_write(name, link->name, line);
	pause = hookwait_pause(rounds, any_number());
	if (pause)
		sleep_until(clock_now() + pause, link);
}

void hookwait_over(const char *name, const char *interface)
{
	hookfile_write(name, interface, "");
}
