/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Name servers of router advertisements (RFC 8106), as the kernel passes them on by
 * netlink: so nobody needs a raw socket, and the kernel has checked who sent it.
 */
#ifndef MAYFLY_NET_RDNSS_H
#define MAYFLY_NET_RDNSS_H

#include <stddef.h>
#include <stdint.h>

#include "addr.h"

enum {
	RDNSS_MAX = 3,
	RDNSS_ROUTERS = 8,	 /* interfaces that a table has room for */
	RDNSS_GROUP = 1 << 19,	 /* RTNLGRP_ND_USEROPT, 20 */
};

/* The name servers that routers on one interface advertise. */
struct rdnss {
	int index; /* of the interface; 0: free */
	struct addr dns[RDNSS_MAX];
	int64_t until[RDNSS_MAX]; /* when each is over (clock_now()) */
	size_t count;
};

/*
 * Take the payload of a RTM_NEWNDUSEROPT message that came at that time (ms): adds
 * the servers of that option to the entry of its interface in
 * table[0..RDNSS_ROUTERS), or how long they last from now on, and removes those
 * with lifetime 0. Anything else, damaged or from elsewhere, changes nothing.
 */
void rdnss_read(struct rdnss *table, const unsigned char *p, size_t len,
		int64_t now);

/* Remove what is over by then. Returns when the next will be (ms), or CLOCK_NEVER. */
int64_t rdnss_expire(struct rdnss *table, int64_t now);

/* The entry of an interface, or NULL. */
const struct rdnss *rdnss_find(const struct rdnss *table, int index);

/* Forget what came on an interface. */
void rdnss_forget(struct rdnss *table, int index);

#endif
