/* SPDX-License-Identifier: BSD-2-Clause */
/* The vlan= option, as dracut writes it: one network of a cable with several. */
#ifndef MAYFLY_NET_VLAN_H
#define MAYFLY_NET_VLAN_H

#include <stdint.h>

#include "ifname.h"
#include "rtnl.h"

struct vlan {
	char name[IFNAMSIZ];
	unsigned int id;
	struct card parent; /* a card, or a bond by its name */
	int64_t retry; /* when to try again what failed, or CLOCK_NEVER */
};

/*
 * Parse the value of a vlan= option, NAME:PARENT. The name ends with the number of
 * the VLAN: vlan5, vlan0005, eth0.5 or eth0.0005. Returns NULL, or a sentence
 * saying what is wrong (*out is then undefined).
 */
const char *vlan_parse(const char *text, struct vlan *out);

/*
 * Do what can be done now: create the interface when its parent is there, again
 * if that came back, and set the parent up. links[0..count) are all interfaces.
 * Says what fails and tries again later. Returns 0; -1: the name is that of
 * another interface.
 */
int vlan_step(struct vlan *v, struct nl *nl, const struct rtnl_link *links,
	      size_t count);

/* The parent among links, or NULL. */
const struct rtnl_link *vlan_parent(const struct vlan *v,
				    const struct rtnl_link *links,
				    size_t count);

#endif
