/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Routing by source, for a server with several uplinks: what has an address of one
 * leaves by that one, so that each can be reached from beyond its router, and strict
 * reverse path filters, which ask the same question the other way round, let it in.
 *
 * Each uplink has a table of its own, SRCROUTE_TABLE plus the number of the
 * interface, with a copy of its routes in the main table, which the kernel and DHCP
 * keep. A rule for each of its addresses leads there. With one uplink there are
 * neither.
 */
#ifndef MAYFLY_NET_SRCROUTE_H
#define MAYFLY_NET_SRCROUTE_H

#include <stddef.h>

#include "rtnl.h"

enum {
	SRCROUTE_TABLE = 1000,
	/* So many numbers from there on are ours; wgd has 51820 (wgd/routes.h). */
	SRCROUTE_TABLES = 50000,
	SRCROUTE_RULE = 200, /* priority: after the tunnel's, before the main table */
};

/*
 * Make tables and rules what the addresses and routes of the interfaces
 * index[0..count), each once, ask for now. Returns 0, or -1 with errno and the
 * kernel's words in nl->error; then some of it is done.
 */
int srcroute_sync(struct nl *nl, const int *index, size_t count);

#endif
