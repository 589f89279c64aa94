/* SPDX-License-Identifier: BSD-2-Clause */
/* A WireGuard interface, over generic netlink. */
#ifndef MAYFLY_WGD_DEVICE_H
#define MAYFLY_WGD_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../wg/peers.h"
#include "netlink.h"

/*
 * Everything a key passes through on its way to or from the kernel, in one
 * piece so that the caller can lock it in memory and wipe it.
 */
struct device {
	struct nl genl;
	struct nl_buf request;
	int family, index;
	size_t list;	 /* where the peers begin in the request */
	bool begun;	 /* the request holds peers that are not sent */
};

/* What is to become of a peer. */
enum device_how {
	DEVICE_ADD,    /* it is new */
	DEVICE_CHANGE, /* it may be there; what differs is replaced */
	DEVICE_REMOVE,
	DEVICE_RENEW, /* removed and added in one message: it loses its session,
		       * endpoint and counters, and nothing else */
};

/* What a dump says of a peer. */
struct device_peer {
	unsigned char key[PEER_KEY];
	int64_t seconds;	/* of its last handshake; 0: none */
	int64_t nanoseconds;
	uint64_t received;	/* bytes */
	bool endpoint;		/* it has one, and the kernel tells */
};

typedef void device_fn(const struct device_peer *p, void *arg);

/*
 * All functions: 0, or -1 with errno and the kernel's words in d->genl.error.
 */

/* For the interface of that index; device_close() also after a failure. */
int device_open(struct device *d, int index);

/* Wipes all of it. */
void device_close(struct device *d);

/*
 * Give it its private key, port and mark, and no peer. To be done before there
 * are peers: the kernel would compute something for each anew.
 */
int device_key(struct device *d, const unsigned char *key, int port,
	       uint32_t fwmark);

/*
 * Put a peer of table t into the request, which is sent when it is full;
 * device_send() sends the rest.
 */
int device_put(struct device *d, enum device_how how, const struct peers *t,
	       const struct peer *p);
int device_send(struct device *d);

/*
 * Call fn for each peer. The buffers hold the private key and preshared keys for
 * a moment unless the kernel is locked down; they are wiped. EAGAIN: peers
 * changed meanwhile, ask again.
 */
int device_dump(struct device *d, device_fn *fn, void *arg);

/* Ask for all of it; fn gets the kernel's messages, with what is secret. */
int device_ask(struct device *d, nl_fn *fn, void *arg);

/*
 * Append the interface to the file fd, in the syntax of wg setconf, and set
 * *keyed if the kernel showed the private key. Peers get their Endpoint if their
 * last handshake is younger than a session may be, by the clock, now (seconds).
 */
int device_print(struct device *d, int fd, int64_t now, bool *keyed);

/*
 * Make the kernel begin a handshake with a peer that has an endpoint, by an empty
 * packet; the interface has to be up.
 */
int device_wake(struct device *d, const struct peer *p);

#endif
