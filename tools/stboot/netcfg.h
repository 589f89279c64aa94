/* SPDX-License-Identifier: BSD-2-Clause */
/* From a host configuration to the network it asks for. */
#ifndef MAYFLY_STBOOT_NETCFG_H
#define MAYFLY_STBOOT_NETCFG_H

#include "../st/hostconfig.h"
#include "netconf.h"

/* Fill *out, which holds no reference to host. */
void netconf_from_hostconfig(const struct hostconfig *host,
			     struct netconf *out);

#endif
