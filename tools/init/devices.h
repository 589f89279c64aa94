/* SPDX-License-Identifier: BSD-2-Clause */
/* The interfaces that vlan= and bond= ask for. */
#ifndef MAYFLY_INIT_DEVICES_H
#define MAYFLY_INIT_DEVICES_H

#include <stdbool.h>
#include <stdint.h>

#include "rtnl.h"

/* The value of such an option. Returns 1 after a message about it, or 0. */
int devices_add_bond(const char *text);
int devices_add_vlan(const char *text);

/*
 * Make what can be made now (bond.h, vlan.h). links[0..count) are all interfaces.
 * Says now and then what is waited for.
 */
void devices_step(struct nl *nl, const struct rtnl_link *links, size_t count);

/* When to call devices_step() again at the latest, or CLOCK_NEVER. */
int64_t devices_due(void);

/* The interface is, or is to be, part of a bond: no uplink of its own. */
bool devices_is_part(const struct rtnl_link *l);

/* There is such an option. */
bool devices_any(void);

/* The interface was made for such an option. */
bool devices_made(const struct rtnl_link *l);

/* The interface is what a VLAN is on: it stays up. */
bool devices_is_parent(const struct rtnl_link *l);

#endif
