/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the boot loader's list of name servers comes from and goes to. */
#ifndef MAYFLY_STBOOT_NETDNS_H
#define MAYFLY_STBOOT_NETDNS_H

#include <stdbool.h>

#include "netconf.h"
#include "rdnss.h"

/* Make the folders and forget the servers of an earlier attempt. */
void netdns_prepare(void);

/* True once the hook has applied a DHCP lease on that interface. */
bool netdns_leased(const char *interface);

/*
 * Write /etc/resolv.conf for that interface: the servers of conf, or if it has
 * none those of its DHCP lease and then those of ra (may be NULL). Says which,
 * and what fails.
 */
void netdns_write(const struct netconf *conf, const char *interface,
		  const struct rdnss *ra);

/* Read the "nameserver ADDRESS" lines of a file; returns how many, up to max. */
size_t netdns_read(const char *path, struct addr *dns, size_t max);

#endif
