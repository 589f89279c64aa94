/* SPDX-License-Identifier: BSD-2-Clause */
/* A DHCP lease as udhcpc hands it to its hook: text from the network. */
#ifndef MAYFLY_NET_LEASE_H
#define MAYFLY_NET_LEASE_H

#include <linux/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"

/*
 * Routes: more than udhcpc's packet, of 836 bytes with 5 a route at least, can
 * have. Odd: text about what was left out.
 */
enum { LEASE_DNS = 3, LEASE_ROUTES = 192, LEASE_ODD = 384 };

struct lease_route {
	struct prefix dst;   /* without host bits; each but once */
	struct addr gateway; /* family 0: directly attached */
};

struct lease {
	struct prefix address;
	bool classful; /* no mask was given: the length is a guess */
	uint32_t seconds;
	unsigned int mtu; /* 0: not given */
	struct addr dns[LEASE_DNS];
	size_t dns_count;
	struct lease_route route[LEASE_ROUTES];
	size_t route_count;
	struct addr router; /* the first usable one; family 0: none */
	/*
	 * What was left out or replaced, NAME "VALUE" each, for a message; ""
	 * if all was right. Has the server's own bytes.
	 */
	char odd[LEASE_ODD];
};

/* Looks a variable up; NULL if it is not set. getenv() has this shape. */
typedef char *lease_get(const char *name);

/*
 * Read a lease from udhcpc's variables ip, mask or subnet, lease, router, dns,
 * mtu and staticroutes. Only the address and a mask that is there decide: what
 * else is wrong is left out (lease times are made to fit), and told in out->odd.
 * DHCP is not authenticated, so to refuse the rest of a lease because of one
 * value protects nothing, and costs the network. Without a mask the address
 * has that of its class. Classless routes replace the router (RFC 3442), if any
 * of them is usable.
 * Returns NULL, or the name of the variable that is wrong: "ip", or "mask", and
 * then all but address.len is there all the same.
 */
const char *lease_parse(lease_get *get, struct lease *out);

/*
 * Make the router the default gateway if there is no route: for who took away those
 * that replaced it.
 */
void lease_use_router(struct lease *l);

/*
 * Parts of leases of both families: add to what was left out ("..." stands for what
 * does not fit); copy the next word of *list to word, cut to its size, since what is
 * too long is no address and no prefix either way (false: none is left); a lease
 * time (NULL: there is none), made to fit.
 */
__attribute__((format(printf, 2, 3)))
void lease_odd(char odd[LEASE_ODD], const char *fmt, ...);
bool lease_word(const char **list, char word[PREFIX_TEXT]);
uint32_t lease_seconds(const char *v, char odd[LEASE_ODD]);

#endif
