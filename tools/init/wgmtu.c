/* SPDX-License-Identifier: BSD-2-Clause */
#include "wgmtu.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "../net/clock.h"
#include "cmdline.h"
#include "err.h"

/* What wgd makes; until it is complete it has another name. */
#define TUNNEL "wg0"

enum {
	/* Outside a packet has headers: IPv6 40, UDP 8, WireGuard 16 and 16. */
	OUTER = 80,
	/*
	 * Milliseconds: who advertises now this, now that on the uplink is not to
	 * have us and the console busy: down at once, up after a while.
	 */
	RAISE = 2000,
	AGAIN = 5000, /* ms after an error */
};

static uint32_t fixed;			/* by wg.mtu=; 0: not */
static uint32_t said = WGMTU_DEFAULT;	/* nothing: it is as all expect */
static int64_t larger = CLOCK_NEVER;	/* since when a larger one would do */

void wgmtu_configure(const char *cmdline)
{
	char value[16];
	unsigned long n;

	fixed = 0;
	if (cmdline_find(cmdline, "wg.mtu", CMDLINE_LAST, value,
			 sizeof(value)) > 0 &&
	    number_parse(value, WGMTU_MAX, &n) && n >= WGMTU_MIN)
		fixed = (uint32_t)n;
}

/* The smallest MTU of an uplink that is connected; 0: there is none. */
static uint32_t smallest(const struct uplink *all, size_t n,
			 const struct rtnl_link *links, size_t count)
{
	uint32_t least = 0;

	for (size_t i = 0; i < count; i++) {
		const struct rtnl_link *l = &links[i];
		bool used = false;
		uint32_t mtu = l->mtu6 && l->mtu6 < l->mtu ? l->mtu6 : l->mtu;

		for (size_t k = 0; k < n; k++)
			used |= all[k].index == l->index;
		if (used && l->carrier && (!least || mtu < least))
			least = mtu;
	}
	return least;
}

/*
 * Not more than what Ethernet carries, whatever the card can: the way from here to a
 * client is the internet's.
 */
static uint32_t inner(uint32_t outer)
{
	if (outer >= WGMTU_DEFAULT + OUTER)
		return WGMTU_DEFAULT;
	return outer > WGMTU_MIN + OUTER ? outer - OUTER : WGMTU_MIN;
}

/* Is it time to set it? Else *due says when it will be. */
static bool is_time(const struct rtnl_link *l, uint32_t want, int64_t *due)
{
	int64_t now = clock_now();

	if (want < l->mtu || fixed)
		return true;
	if (larger == CLOCK_NEVER)
		larger = now;
	*due = clock_min(*due, larger + RAISE);
	return now >= larger + RAISE;
}

static void say(const struct rtnl_link *l)
{
	if (strcmp(l->name, TUNNEL) || l->mtu == said)
		return;
	printf("mayfly: mtu interface=%s mtu=%u\n", l->name, l->mtu);
	said = l->mtu;
}

int64_t wgmtu_step(struct nl *nl, const struct uplink *all, size_t n,
		   const struct rtnl_link *links, size_t count)
{
	uint32_t outer = smallest(all, n, links, count);
	uint32_t want = fixed ? fixed : inner(outer);
	int64_t due = CLOCK_NEVER;
	bool waits = false;

	if (!outer && !fixed)
		return due; /* nothing can be sent; what is, may be right */
	for (size_t i = 0; i < count; i++) {
		const struct rtnl_link *l = &links[i];

		if (strcmp(l->kind, "wireguard"))
			continue;
		if (l->mtu == want) {
			say(l);
		} else if (!is_time(l, want, &due)) {
			waits = true;
		} else if (rtnl_link_set_mtu(nl, l->index, want)) {
			warn("set the MTU of %s to %u, again in %d s: %s:",
			     l->name, want, AGAIN / 1000, nl->error);
			due = clock_min(due, clock_now() + AGAIN);
		}
	}
	if (!waits)
		larger = CLOCK_NEVER;
	return due;
}
