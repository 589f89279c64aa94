/* SPDX-License-Identifier: BSD-2-Clause */
/* What the boot loader's network shall be: a host configuration's part of it. */
#ifndef MAYFLY_STBOOT_NETCONF_H
#define MAYFLY_STBOOT_NETCONF_H

#include <linux/if.h>
#include <stdbool.h>
#include <stddef.h>

#include "addr.h"

enum { NETCONF_DNS = 16, NETCONF_NICS = 32 };

enum netconf_mode { NET_STATIC, NET_DHCP };

/* A network card to use. Its name counts in a bond only, and without a MAC. */
struct netconf_nic {
	char name[IFNAMSIZ];
	bool has_mac;
	unsigned char mac[6];
};

struct netconf {
	enum netconf_mode mode;
	struct prefix ip;    /* NET_STATIC only */
	struct addr gateway; /* NET_STATIC only; family 0: none */
	struct addr dns[NETCONF_DNS];
	size_t ndns; /* 0: those of DHCP and router advertisements */
	struct netconf_nic nics[NETCONF_NICS];
	size_t nnics;	     /* 0: every Ethernet card */
	char bond[IFNAMSIZ]; /* "": no bond */
	int bond_mode;	     /* BOND_MODE_* of linux/if_bonding.h */
};

#endif
