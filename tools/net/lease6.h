/* SPDX-License-Identifier: BSD-2-Clause */
/* What DHCPv6 gave, as udhcpc6 hands it to its hook: text from the network. */
#ifndef MAYFLY_NET_LEASE6_H
#define MAYFLY_NET_LEASE6_H

#include "lease.h"

struct lease6 {
	struct prefix address; /* the one address; family 0: none was given */
	uint32_t seconds;
	struct addr dns[LEASE_DNS];
	size_t dns_count;
	char odd[LEASE_ODD]; /* as in struct lease */
};

/*
 * Read it from udhcpc6's variables ipv6, lease and dns, with lease_parse()'s
 * strictness: the address decides, what else is wrong is left out and told. No
 * address is right: servers may know nothing but names. Which networks are at
 * hand, and which router, only routers say.
 * Returns NULL, or the name of the variable that is wrong: "ipv6", or "lease" if
 * the address is over already.
 */
const char *lease6_parse(lease_get *get, struct lease6 *out);

#endif
