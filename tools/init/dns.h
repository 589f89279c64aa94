/* SPDX-License-Identifier: BSD-2-Clause */
/* The name servers of all uplinks, united in RESOLV_CONF. */
#ifndef MAYFLY_INIT_DNS_H
#define MAYFLY_INIT_DNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../net/uplink.h"
#include "tunnel.h"

/* Add a server that was given: then no others count. False: there are enough. */
bool dns_add(const struct addr *a);

/* Make the folder of the DHCP hooks, and look at it from now on. Says what fails. */
void dns_start(void);

/* Descriptor to poll for input: a hook has written. -1: none. */
int dns_fd(void);
void dns_events(void);

/* The kernel passed on an option of a router advertisement (RTM_NEWNDUSEROPT). */
void dns_router(const unsigned char *p, size_t len);

/*
 * Write RESOLV_CONF if the servers have changed: of the uplinks all[0..n) that are in
 * use, by turns, those of DHCP, of DHCPv6 and of routers, as long as they are good;
 * none that is the tunnel's. What an uplink gave that is not in use any more is
 * forgotten. Returns when to call again at the latest (clock_now()).
 */
int64_t dns_step(const struct uplink *all, size_t n, const struct tunnel *t);

#endif
