/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the boot loader's list of name servers comes from and goes to. */
#ifndef MAYFLY_STBOOT_NETDNS_H
#define MAYFLY_STBOOT_NETDNS_H

#include <stdbool.h>

#include "../net/rdnss.h"
#include "netconf.h"

/* Make the folders and forget the servers of an earlier attempt. */
void netdns_prepare(void);

/* True once the hook has applied a DHCP lease on that interface. */
bool netdns_leased(const char *interface);

/*
 * Write /etc/resolv.conf for that interface: the servers of conf, or if it has
 * none those of its leases by DHCP and DHCPv6 and then those of ra (may be NULL). Says which,
 * and what fails.
 */
void netdns_write(const struct netconf *conf, const char *interface,
		  const struct rdnss *ra);

#endif
