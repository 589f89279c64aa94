/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which addresses are the tunnel's: the networks of the options wg.address= and
 * wg.allow=. Peers have theirs in them and nowhere else, and no uplink has any:
 * so neither can take the other's away, whoever signs lists of peers, and
 * whoever answers on the uplink.
 */
#ifndef MAYFLY_TUNNEL_H
#define MAYFLY_TUNNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "addr.h"

enum {
	TUNNEL_ADDRESSES = 8, /* of wg.address= */
	TUNNEL_ALLOWED = 16,  /* of wg.allow= */
};

struct tunnel {
	struct prefix net[TUNNEL_ADDRESSES + TUNNEL_ALLOWED];
	size_t count;
};

/*
 * Why no tunnel and no peer can have that network, wherever it comes from: a few
 * such networks together are most of the internet, or it is none of hosts. A
 * phrase that begins with "has a network", or NULL: they can have it.
 */
const char *tunnel_refused(const struct prefix *p);

/*
 * The tunnel's networks, without host bits, from a command line, which is not
 * changed. What is wrong in it is left out; wgd says it.
 */
void tunnel_read(const char *cmdline, struct tunnel *out);

/* Is the address, or the network as a whole, the tunnel's? */
bool tunnel_has(const struct tunnel *t, const struct addr *a);
bool tunnel_holds(const struct tunnel *t, const struct prefix *p);

#endif
