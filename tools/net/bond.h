/* SPDX-License-Identifier: BSD-2-Clause */
/* Several network cards as one. */
#ifndef MAYFLY_NET_BOND_H
#define MAYFLY_NET_BOND_H

#include "bondparam.h"
#include "rtnl.h"

struct bond {
	int index; /* of the bond; 0: not created yet */
	int leg[BOND_CARDS]; /* index of each card that is part of it, or 0 */
	int64_t retry; /* when to try again what failed, or CLOCK_NEVER */
};

/*
 * Do what can be done now: create the bond once all cards of conf are there, or
 * after give_up (clock_now()) if one is, and make cards part of it as they
 * appear. links[0..count) are all interfaces. Says what fails and tries again
 * later. Returns 0; -1: the bond's name is that of another interface.
 */
int bond_step(struct bond *b, const struct bond_conf *conf, int64_t give_up,
	      struct nl *nl, const struct rtnl_link *links, size_t count);

/* The card c among links, hardware that is not part of a bond, or NULL. */
const struct rtnl_link *bond_find(const struct card *c,
				  const struct rtnl_link *links, size_t count);

#endif
