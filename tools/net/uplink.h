/* SPDX-License-Identifier: BSD-2-Clause */
/* One uplink: from an ip= option to an interface with an address. */
#ifndef MAYFLY_NET_UPLINK_H
#define MAYFLY_NET_UPLINK_H

#include <stdbool.h>
#include <stdint.h>

#include "ipparam.h"
#include "rtnl.h"
#include "supervise.h"

/* Arguments of udhcpc, with the final NULL. */
enum { DHCP_ARGS = 20 };

/* So many uplinks an image may have: options, and cards tried (choice.h). */
enum { UPLINKS_MAX = 8 + 32 };

/* Milliseconds of waiting until it is said. */
enum { UPLINK_NOTICE = 5000 };

struct uplink {
	struct ip_conf conf;
	int index; /* of the interface it uses; 0: still looking */
	int prepared; /* index of the one that has its settings, or 0 */
	char name[IFNAMSIZ];
	bool carrier;	/* as last seen */
	bool addressed; /* static addresses are set, or DHCP is started */
	bool found;	/* some interface matches, it only has no carrier */
	int64_t retry;	/* when to try again what failed, or CLOCK_NEVER */
	int64_t notice; /* when to say next that it still waits */
	int64_t since;	/* when it began to wait */
	struct service dhcp;
	const char *dhcp_argv[DHCP_ARGS];
};

/*
 * The caller bounds u->dhcp.memory and .processes, by what its hook takes and how
 * many uplinks there may be, each with UPLINK_PROCESSES: udhcpc may fork, and if
 * somebody else commands it, it is not to take the machine's memory.
 */
enum { UPLINK_PROCESSES = 2 };
void uplink_init(struct uplink *u, const struct ip_conf *conf);

/*
 * Look at the interfaces links[0..count) and do the next thing: set that which
 * u->conf names (select is not SELECT_ANY) up, take it when it has carrier, give it
 * its addresses. One that disappeared is looked for again. Errors are said and tried
 * again after a while. True: it has taken an interface, just now.
 */
bool uplink_step(struct uplink *u, struct nl *nl, const struct rtnl_link *links,
		 size_t count);

/*
 * Give the interface back: end DHCP, remove addresses and routes. Only select and
 * name of u->conf, and those of the interface, which the caller may set down, are
 * still of use. Errors are said.
 */
void uplink_release(struct uplink *u, struct nl *nl);

/* True if the interface is that which conf names. */
bool uplink_matches(const struct ip_conf *conf, const struct rtnl_link *l);

/* It waits for an interface or address from now on: sets since and notice. */
void uplink_wait(struct uplink *u);

#endif
