/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections of a peer, in the kernel's table for NAT and filters. */
#ifndef MAYFLY_WGD_CONNTRACK_H
#define MAYFLY_WGD_CONNTRACK_H

#include "../wg/peers.h"
#include "netlink.h"

/*
 * Delete the connections that the peer began, by its addresses; none is read.
 * Of a network with more than one address nothing is deleted: the kernel's
 * filter compares whole addresses. nl is a socket of NETLINK_NETFILTER. Returns
 * 0, or -1 with errno and the kernel's words in nl->error.
 */
int conntrack_forget(struct nl *nl, struct nl_buf *b, const struct peers *t,
		     const struct peer *p);

#endif
