/* SPDX-License-Identifier: BSD-2-Clause */
/* What the boot loader's network shall be: a host configuration's part of it. */
#ifndef MAYFLY_STBOOT_NETCONF_H
#define MAYFLY_STBOOT_NETCONF_H

#include <linux/if.h>
#include <stddef.h>

#include "../net/ifname.h"
#include "addr.h"

enum { NETCONF_DNS = 16, NETCONF_NICS = 32 };

enum netconf_mode { NET_STATIC, NET_DHCP };

struct netconf {
	enum netconf_mode mode;
	struct prefix ip;    /* NET_STATIC only */
	struct addr gateway; /* NET_STATIC only; family 0: none */
	struct addr dns[NETCONF_DNS];
	size_t ndns; /* 0: those of DHCP and router advertisements */
	/* The name of one counts in a bond only, and without a MAC address. */
	struct card nics[NETCONF_NICS];
	size_t nnics;	     /* 0: every Ethernet card */
	char bond[IFNAMSIZ]; /* "": no bond */
	int bond_mode;	     /* BOND_MODE_* of linux/if_bonding.h */
};

#endif
