/* SPDX-License-Identifier: BSD-2-Clause */
/* A DHCP lease as udhcpc hands it to its hook: text from the network. */
#ifndef MAYFLY_NET_LEASE_H
#define MAYFLY_NET_LEASE_H

#include <linux/if.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"

enum { LEASE_DNS = 3, LEASE_ROUTES = 16 };

struct lease_route {
	struct prefix dst;
	struct addr gateway; /* family 0: directly attached */
};

struct lease {
	struct prefix address;
	uint32_t seconds;
	unsigned int mtu; /* 0: not given */
	struct addr dns[LEASE_DNS];
	size_t dns_count;
	struct lease_route route[LEASE_ROUTES];
	size_t route_count;
};

/* Looks a variable up; NULL if it is not set. getenv() has this shape. */
typedef char *lease_get(const char *name);

/*
 * Read a lease from udhcpc's variables ip, mask or subnet, lease, router, dns,
 * mtu and staticroutes. Classless routes replace the router (RFC 3442). A
 * wrong mandatory value refuses the lease; so does any wrong optional one,
 * since a server that sends garbage in one field is not to be trusted in the
 * next. Returns NULL, or the name of the variable that is wrong or missing.
 */
const char *lease_parse(lease_get *get, struct lease *out);

#endif
