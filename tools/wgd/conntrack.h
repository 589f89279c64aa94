/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections of peers, in the kernel's table for NAT and filters. */
#ifndef MAYFLY_WGD_CONNTRACK_H
#define MAYFLY_WGD_CONNTRACK_H

#include "../wg/peers.h"
#include "netlink.h"

/*
 * Whose connections are to be deleted: networks that peers had, and those that
 * others have in them and keep.
 */
struct conntrack {
	struct nl all, one; /* the table is read by one, changed by the other */
	struct nl_buf request;
	struct conntrack_net *net;
	size_t count, room;
	bool wide; /* one of those that go is more than an address */
};

/* Opens the sockets. Returns 0, or -1 with errno. */
int conntrack_open(struct conntrack *c);

/*
 * Note a network of somebody who goes (or, gone false, stays): nothing happens
 * yet. Of who stays only what may lie in a network that goes is needed: see wide.
 * Returns 0, or -1 with errno.
 */
int conntrack_note(struct conntrack *c, const struct peer_net *n, bool gone);

/*
 * Delete the connections that were begun from the networks that go, and forget
 * what was noted; where two meet, the longer one counts. The kernel's table is
 * read once, however many they are: to delete by address makes it look at every
 * connection for each. What was read is wiped. Returns 0, or -1 with errno and
 * the kernel's words in c->all.error.
 */
int conntrack_forget(struct conntrack *c);

#endif
