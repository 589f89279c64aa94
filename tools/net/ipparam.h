/* SPDX-License-Identifier: BSD-2-Clause */
/* The ip= option: one interface's addresses, as dracut and nfsroot write it. */
#ifndef MAYFLY_NET_IPPARAM_H
#define MAYFLY_NET_IPPARAM_H

#include <stdbool.h>

#include "addr.h"
#include "ifname.h"

enum { IPPARAM_DNS = 2, IPPARAM_ODD = 384 };

/* What an interface gets beside a given address. */
enum ip_method {
	IP_OFF,	   /* none, off: nothing to do */
	IP_DHCP,   /* dhcp, on, any: DHCP, for v6 router advertisements */
	IP_AUTO6,  /* auto6, dhcp6, either6: router advertisements only */
	IP_STATIC, /* nothing: the given address is all */
	IP_LINK,   /* link6: the kernel's own link local address */
};

/* Which interface: by name, by MAC address, or the first that works. */
enum ip_select { SELECT_ANY, SELECT_NAME, SELECT_MAC };

struct ip_conf {
	enum ip_method method;
	enum ip_select select;
	char name[IFNAMSIZ];
	unsigned char mac[6];
	struct prefix address; /* family 0: none */
	struct addr gateway;   /* family 0: none */
	struct prefix peer;    /* directly attached, too; family 0: none */
	char hostname[HOSTNAME_SIZE];
	unsigned int mtu; /* 0: leave as it is */
	bool has_new_mac;
	unsigned char new_mac[6]; /* that the interface is to get */
	struct addr dns[IPPARAM_DNS];
	/*
	 * What was left out or replaced, for a message: NAME "VALUE" (REASON),
	 * ...; "" if all is as the option says.
	 */
	char odd[IPPARAM_ODD];
};

/*
 * Parse the value of one ip= option:
 *   METHOD
 *   IFACE:METHOD[:[MTU][:MAC]]
 *   CLIENT[/LENGTH]:[PEER[/LENGTH]]:[GATEWAY]:[NETMASK]:[HOSTNAME]:[IFACE]:
 *       [METHOD][:[MTU][:MAC] | :[DNS][:[DNS][:[NTP]]]]
 * IPv6 addresses stand in brackets; NETMASK is a number of bits or a dotted
 * quad; IFACE is a name, a MAC address with dashes, or empty. The fields after
 * CLIENT may be missing, and any number of empty ones may follow. Which address,
 * network and interface is meant must be right; what else is wrong, or is nothing
 * that an image has, is left out and told in out->odd. Returns NULL, or a sentence
 * saying what is wrong (*out is then undefined).
 */
const char *ipparam_parse(const char *text, struct ip_conf *out);

#endif
