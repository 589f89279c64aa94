/* SPDX-License-Identifier: BSD-2-Clause */
#include "netcfg.h"

#include <string.h>

_Static_assert((int)HOSTCONFIG_NICS <= (int)NETCONF_NICS &&
		   (int)HOSTCONFIG_DNS <= (int)NETCONF_DNS,
	       "a host configuration fits");

void netconf_from_hostconfig(const struct hostconfig *host, struct netconf *out)
{
	memset(out, 0, sizeof(*out));
	out->mode = host->mode == NETWORK_STATIC ? NET_STATIC : NET_DHCP;
	if (out->mode == NET_STATIC) {
		out->ip = host->host_ip;
		out->gateway = host->gateway;
	}
	out->ndns = host->ndns;
	memcpy(out->dns, host->dns, host->ndns * sizeof(*out->dns));
	out->nnics = host->nnics;
	for (size_t i = 0; i < host->nnics; i++) {
		/* Both are terminated and of IFNAMSIZ bytes. */
		memcpy(out->nics[i].name, host->nic[i].name, IFNAMSIZ);
		out->nics[i].has_mac = host->nic[i].has_mac;
		memcpy(out->nics[i].mac, host->nic[i].mac,
		       sizeof(out->nics[i].mac));
	}
	if (host->bonding == BONDING_NONE)
		return;
	memcpy(out->bond, host->bond_name, IFNAMSIZ);
	out->bond_mode = host->bonding;
}
