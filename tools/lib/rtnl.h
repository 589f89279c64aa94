/* SPDX-License-Identifier: BSD-2-Clause */
/* rtnetlink: interfaces, addresses and routes, as far as images need them. */
#ifndef MAYFLY_RTNL_H
#define MAYFLY_RTNL_H

#include <linux/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"
#include "netlink.h"

enum {
	RTNL_ALIAS = 64,     /* bytes of an alias that are looked at, with NUL */
	RTNL_FOREVER = -1,   /* lifetime 0xffffffff seconds */
};

/* An interface. */
struct rtnl_link {
	int index;
	char name[IFNAMSIZ];
	char kind[IFNAMSIZ];  /* "wireguard", "bond", ...; "" for hardware */
	char alias[RTNL_ALIAS]; /* free text; "" for none */
	unsigned char mac[6]; /* zero unless ethernet */
	unsigned char own_mac[6]; /* the card's own; zero: nobody knows */
	bool ethernet;	      /* has an Ethernet address and is not lo */
	bool up;	      /* administratively */
	bool carrier;	      /* up, and the other end answers */
	bool enslaved;	      /* part of a bond or bridge */
	uint32_t mtu;
	uint32_t mtu6;	 /* for IPv6: routers may want less; 0: there is none */
	bool ra_managed; /* the last router advertisement said: addresses come */
	bool ra_other;	 /* by DHCPv6; the rest does */
};

/* An address of an interface. */
struct rtnl_addr {
	int index;
	struct prefix prefix;
	uint32_t flags; /* IFA_F_* */
	uint8_t proto;	/* IFAPROT_*, RTPROT_*: who set it */
	uint8_t scope;	/* RT_SCOPE_* */
};

/*
 * All that the kernel has, however many. The memory is kept for the next look;
 * who does not look again gives it back: free() link or addr.
 */
struct rtnl_links {
	struct rtnl_link *link;
	size_t count, room;
};

struct rtnl_addrs {
	struct rtnl_addr *addr;
	size_t count, room;
};

/* How to add an address. */
struct rtnl_addr_how {
	uint32_t flags;	  /* IFA_F_NODAD for interfaces without neighbours */
	uint32_t seconds; /* lifetime; (uint32_t)RTNL_FOREVER for ever */
	uint8_t proto;	  /* recorded with the address */
};

/* A route: dst of length 0 is the default route. */
struct rtnl_route {
	int index; /* 0: to nowhere, if there is no other way */
	struct prefix dst;
	struct addr gateway; /* family 0: directly attached */
	bool onlink;	     /* the gateway is outside the interface's prefix */
	uint8_t proto;	     /* recorded with the route */
	uint32_t table;	     /* 0: the main one */
};

/*
 * All functions: 0, or -1 with errno and the kernel's words in nl->error.
 */

/* All interfaces. */
int rtnl_links(struct nl *nl, struct rtnl_links *out);

/* Find the interface of that name (errno ENODEV: none). */
int rtnl_link_find(struct nl *nl, const char *name, struct rtnl_link *out);

/* Create an interface of that kind. */
int rtnl_link_create(struct nl *nl, const char *name, const char *kind);

int rtnl_link_delete(struct nl *nl, int index);
int rtnl_link_set_up(struct nl *nl, int index, bool up);
int rtnl_link_set_mtu(struct nl *nl, int index, uint32_t mtu);

/* Give the interface, which may have to be down, that Ethernet address. */
int rtnl_link_set_mac(struct nl *nl, int index, const unsigned char mac[6]);

/* Make the interface, which has to be down, part of a bond or bridge. */
int rtnl_link_set_master(struct nl *nl, int index, int master);

/* Set the interface's alias, a text that the kernel keeps and does not use. */
int rtnl_link_set_alias(struct nl *nl, int index, const char *alias);

/* Give the interface another name; it may be up (since Linux 6.2). */
int rtnl_link_rename(struct nl *nl, int index, const char *name);

/* The addresses of all interfaces. */
int rtnl_addrs(struct nl *nl, struct rtnl_addrs *out);

/*
 * Can this host be reached there from beyond its link: an address that is not link
 * local (169.254.0.0/16 is, whatever its scope), and whose check for duplicates is
 * over and went well? What asks for "an address" means such a one.
 */
bool rtnl_addr_usable(const struct rtnl_addr *a);

/* Add the address, or refresh its lifetime if the interface has it. */
int rtnl_addr_add(struct nl *nl, int index, const struct prefix *p,
		  const struct rtnl_addr_how *how);

/* Delete an address as rtnl_addrs() lists it. EADDRNOTAVAIL: it is not there. */
int rtnl_addr_delete(struct nl *nl, const struct rtnl_addr *a);

/* Delete the interface's addresses of that origin and family, except keep. */
int rtnl_addr_flush(struct nl *nl, int index, int family, uint8_t proto,
		    const struct prefix *keep);

/* Add the route, or change the one with the same destination. */
int rtnl_route_add(struct nl *nl, const struct rtnl_route *r);

/*
 * From now on that table is looked into at that priority, the lowest number
 * first; the main one is at 32766. Nothing happens if it is so already.
 */
int rtnl_rule_add(struct nl *nl, int family, uint32_t priority, uint32_t table);

/* Set *out: the interface has a default route of that family. */
int rtnl_route_default(struct nl *nl, int index, int family, bool *out);

/*
 * Delete the interface's routes of that origin and family in the main table,
 * except those to the destinations of keep[0..count).
 */
int rtnl_route_flush(struct nl *nl, int index, int family, uint8_t proto,
		     const struct rtnl_route *keep, size_t count);

/*
 * Take a RTM_NEWLINK/RTM_DELLINK or RTM_NEWADDR/RTM_DELADDR message apart.
 * False: not such a message, or damaged.
 */
bool rtnl_link_read(const unsigned char *p, size_t len, struct rtnl_link *out);
bool rtnl_addr_read(const unsigned char *p, size_t len, struct rtnl_addr *out);

#endif
