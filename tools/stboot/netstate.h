/* SPDX-License-Identifier: BSD-2-Clause */
/* The network cards that may become the boot loader's uplink, and how they do. */
#ifndef MAYFLY_STBOOT_NETSTATE_H
#define MAYFLY_STBOOT_NETSTATE_H

#include "../net/bond.h"
#include "../net/dhcp6.h"
#include "../net/uplink.h"
#include "netconf.h"

enum { NET_CARDS = 32, WAIT_TEXT = 200 };

struct netstate {
	const struct netconf *conf;
	struct uplink card[NET_CARDS]; /* or the bond */
	struct dhcp6 card6[NET_CARDS]; /* the DHCPv6 client of each */
	size_t cards;
	bool full; /* there are more cards, which was said */
	struct uplink *chosen; /* the first with carrier, if static */
	struct bond_conf bond_conf;
	struct bond bond;
	int64_t since; /* clock_now() of netstate_init() */
};

/* Start over with that configuration, which has to stay where it is. */
void netstate_init(struct netstate *s, const struct netconf *conf);

/*
 * Do what can be done now with interfaces links[0..count): find the cards, set
 * them up, set the address of the first with carrier or start DHCP on each.
 * Returns 0, or -1 if the configuration cannot work (the bond's name is that of
 * a card).
 */
int netstate_step(struct netstate *s, struct nl *nl,
		  const struct rtnl_link *links, size_t count);

/* Write to out (WAIT_TEXT bytes) what it waits for: "a link on eth0 (...)". */
void netstate_waits(const struct netstate *s, const struct rtnl_link *links,
		    size_t count, char *out);

/* Start DHCP clients again where it is due; reap those that ended. */
void netstate_children(struct netstate *s);

/* End the DHCP clients of all cards but keep (may be NULL). */
void netstate_end_children(struct netstate *s, const struct uplink *keep);

#endif
