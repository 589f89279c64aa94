/* SPDX-License-Identifier: BSD-2-Clause */
/* The ip= option: one interface's addresses, as dracut and nfsroot write it. */
#ifndef MAYFLY_NET_IPPARAM_H
#define MAYFLY_NET_IPPARAM_H

#include <linux/if.h>
#include <stdbool.h>

#include "addr.h"

enum { HOSTNAME_SIZE = 65, IPPARAM_DNS = 2 };

enum ip_method {
	IP_OFF,	   /* none, off: nothing to do */
	IP_DHCP,   /* dhcp, on, any: DHCP, for v6 router advertisements */
	IP_AUTO6,  /* auto6: router advertisements only */
	IP_STATIC, /* addresses are given */
};

/* Which interface: by name, by MAC address, or the first with carrier. */
enum ip_select { SELECT_ANY, SELECT_NAME, SELECT_MAC };

struct ip_conf {
	enum ip_method method;
	enum ip_select select;
	char name[IFNAMSIZ];
	unsigned char mac[6];
	struct prefix address; /* family 0 unless IP_STATIC */
	struct addr gateway;   /* family 0: none */
	char hostname[HOSTNAME_SIZE];
	unsigned int mtu; /* 0: leave as it is */
	struct addr dns[IPPARAM_DNS];
};

/*
 * Parse the value of one ip= option:
 *   METHOD
 *   IFACE:METHOD[:MTU]
 *   CLIENT::GATEWAY:NETMASK:HOSTNAME:IFACE:METHOD[:MTU | :DNS[:DNS]]
 * IPv6 addresses stand in brackets; NETMASK is a number of bits or a dotted
 * quad; IFACE is a name, a MAC address with dashes, or empty. Returns NULL, or
 * a sentence saying what is wrong (*out is then undefined).
 */
const char *ipparam_parse(const char *text, struct ip_conf *out);

/* True if an interface may have that name. */
bool ifname_valid(const char *name);

/* True for a host name as RFC 1123 has it, dots allowed. */
bool hostname_valid(const char *name);

#endif
