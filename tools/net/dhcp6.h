/* SPDX-License-Identifier: BSD-2-Clause */
/* The DHCPv6 client of an uplink, there if routers say that there is a server. */
#ifndef MAYFLY_NET_DHCP6_H
#define MAYFLY_NET_DHCP6_H

#include "rtnl.h"
#include "supervise.h"
#include "uplink.h"

/* What routers say (RFC 4861): nothing, O: all but addresses, M: addresses, too. */
enum dhcp6_mode { DHCP6_OFF, DHCP6_OTHER, DHCP6_MANAGED };

struct dhcp6 {
	struct service service;
	enum dhcp6_mode mode; /* in which it runs */
	char name[IFNAMSIZ];  /* of the interface */
	bool carrier;	      /* as last seen */
	const char *argv[DHCP_ARGS];
};

/* The caller bounds d->service.memory and .processes, as those of an uplink. */
void dhcp6_init(struct dhcp6 *d);

/*
 * Look at the uplink and its interface among links[0..count): start the client as
 * soon as a router says so, ask for more if one says more, end it when the uplink
 * uses another interface or none. That a router says it no more ends nothing (RFC
 * 4862): there may be two of them. What the client gave has lifetimes.
 */
void dhcp6_step(struct dhcp6 *d, const struct uplink *u,
		const struct rtnl_link *links, size_t count);

#endif
