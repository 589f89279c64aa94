/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A table of WireGuard peers, ordered by public key. All of it is in three
 * arrays, so twenty thousand peers cost two megabytes and three allocations.
 */
#ifndef MAYFLY_WG_PEERS_H
#define MAYFLY_WG_PEERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "tunnel.h"

enum {
	PEER_KEY = 32,		/* bytes of a public or preshared key */
	PEER_NETS = 16,		/* networks of one peer */
	PEERS_MAX = 1 << 20,	/* the kernel's limit for one interface */
	PEER_NO_PSK = UINT32_MAX,
};

/* A network; host bits are zero. */
struct peer_net {
	uint8_t family; /* AF_INET, AF_INET6 */
	uint8_t len;
	unsigned char bytes[16];
};

struct peer {
	unsigned char key[PEER_KEY]; /* public */
	uint32_t psk;		     /* index, or PEER_NO_PSK */
	uint32_t net;		     /* index of its first network */
	uint16_t nets;
	uint16_t keepalive; /* seconds; 0: none */
	int16_t endpoint;   /* index, or -1 */
};

/* An address and port given in a configuration, ready for the kernel. */
struct peer_endpoint {
	socklen_t len;
	struct sockaddr_storage addr;
};

struct peers {
	struct peer *peer;
	size_t count;
	struct peer_net *net;
	size_t nets;
	unsigned char (*psk)[PEER_KEY]; /* locked memory */
	size_t psks;
	struct peer_endpoint *endpoint;
	size_t endpoints;
};

/*
 * Make an empty table with room for so many of each. Returns 0, or -1 with
 * errno; free it with peers_free() in both cases.
 */
int peers_init(struct peers *t, size_t peers, size_t nets, size_t psks,
	       size_t endpoints);

/* Wipe and free; the table is then empty. */
void peers_free(struct peers *t);

/* Position of that key, or where it would have to be; *found says which. */
size_t peers_find(const struct peers *t, const unsigned char *key, bool *found);

/* Append a copy of a peer of another table; there has to be room. */
void peers_append(struct peers *t, const struct peers *from,
		  const struct peer *p);

/* Does the peer want the same of the kernel in both tables? */
bool peers_same(const struct peers *a, const struct peer *p,
		const struct peers *b, const struct peer *q);

/*
 * A network that two peers have, or NULL: the kernel would give it to the last.
 * *oom is set if there was no memory to look.
 */
const struct peer_net *peers_twice(const struct peers *t, bool *oom);

/*
 * The one answer to which networks a peer may have, whatever door it comes in
 * by: *out, with host bits cleared, for a prefix; or, as tunnel_refused(), a
 * phrase. NULL: *out is set.
 */
const char *peer_net_take(const struct prefix *p, struct peer_net *out);

/* The network as a prefix. */
struct prefix peer_net_prefix(const struct peer_net *n);

/* A network of a peer that is not the tunnel's, or NULL. */
const struct peer_net *peers_outside(const struct peers *t,
				     const struct tunnel *tunnel);

/*
 * A network of a peer of t that one of another table meets, by an address or
 * all of it, or NULL.
 */
const struct peer_net *peers_meet(const struct peers *t,
				  const struct peers *other);

/* Does one of a peer's networks meet one of the other table? */
bool peer_meets(const struct peers *t, const struct peer *p,
		const struct peers *other);

/* The network as text (size at least PREFIX_TEXT). */
const char *peer_net_text(const struct peer_net *n, char *out);

/*
 * Walk two tables at once, in the order of their keys: at i of a and k of b, which
 * comes next? Below 0: a's, which b lacks; above 0: b's, which a lacks; 0: both,
 * the same key. One of the tables must have a peer left.
 */
int peers_order(const struct peers *a, size_t i, const struct peers *b,
		size_t k);

#endif
