/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The card for ip= options that name none: the first that works. Works means that
 * it has carrier and an address.
 *
 * The first card with carrier is tried alone, so that a machine whose network is as
 * it should be has the same card each time, and its others nothing to do with it. If
 * it does not work for a while, all are tried side by side, and the first that works
 * is chosen and the others are set down again. So it goes when the chosen one stops
 * working: it goes on being tried, beside the others. A given address can be on one
 * card at a time only: that one is left for another if its carrier is gone.
 */
#ifndef MAYFLY_INIT_CHOICE_H
#define MAYFLY_INIT_CHOICE_H

#include "../net/uplink.h"

enum {
	CHOICE_SLOTS = 32,	/* uplinks: cards tried, times options */
	CHOICE_PATIENCE = 8000, /* ms without a card that works */
};

/* An option whose select is SELECT_ANY, and the limits of its DHCP client. */
void choice_add(const struct ip_conf *conf, uint64_t memory, uint64_t processes);

/* Forget the options; how many there are. */
void choice_clear(void);
size_t choice_count(void);

/* The only option, or NULL: there is none, or there are more. */
const struct ip_conf *choice_only(void);

/*
 * Do what can be done now. all[0..named) are the uplinks with an interface of their
 * own; the following CHOICE_SLOTS are this module's: those not in use have method
 * IP_OFF and no index. links[0..count) are all interfaces. Says what fails, and what
 * it chooses anew. True: one has taken an interface, just now.
 */
bool choice_step(struct uplink *all, size_t named, struct nl *nl,
		 const struct rtnl_link *links, size_t count);

/*
 * Say what it waits for, if it is time to. Returns when to call choice_step() and
 * this again at the latest, or CLOCK_NEVER.
 */
int64_t choice_due(void);

#endif
