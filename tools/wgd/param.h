/* SPDX-License-Identifier: BSD-2-Clause */
/* The wg.* options of the kernel command line. */
#ifndef MAYFLY_WGD_PARAM_H
#define MAYFLY_WGD_PARAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tunnel.h"

enum {
	WG_KEY = 32,	   /* bytes of a Curve25519 key */
	WG_PEERS = 64,	   /* more do not fit a kernel command line */
	WG_PEER_NETS = 16, /* allowed networks of one peer */
	WG_SHRINK = 20,	   /* defaults of the options of these names */
	WG_POLL = 60,
	WG_FORGET = 180,
};

struct wg_peer {
	unsigned char key[WG_KEY]; /* public */
	struct prefix allowed[WG_PEER_NETS];
	size_t allowed_count;
};

struct wg_conf {
	int port; /* UDP, 1..65535: the first of wg.port= */
	struct prefix address[TUNNEL_ADDRESSES];
	size_t address_count;
	struct tunnel tunnel; /* their networks, and those of wg.allow= */
	struct wg_peer peer[WG_PEERS];
	size_t peer_count;
	bool listed;	     /* wg.peers= names a source of lists */
	unsigned int shrink; /* percent of the peers that may go at once */
	uint64_t floor;	     /* lowest number of a list */
	unsigned int poll;   /* seconds between two looks at the source */
	unsigned int forget; /* seconds until an idle peer's address is; 0: off */
};

/*
 * Read every wg.peer= and the other wg.* options (the last one counts) from a
 * command line, which is not changed. On an error returns -1 and writes a
 * sentence with the option to why (size bytes); else 0. All options have to be
 * right: a server that lost half its peers to a typing error would not be
 * noticed until they complain.
 */
int param_parse(const char *cmdline, struct wg_conf *out, char *why,
		size_t size);

#endif
