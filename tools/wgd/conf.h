/* SPDX-License-Identifier: BSD-2-Clause */
/* A configuration file in the syntax of wg setconf, from the OS package. */
#ifndef MAYFLY_WGD_CONF_H
#define MAYFLY_WGD_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "../wg/peers.h"

enum { CONF_MAX = 1 << 20 }; /* bytes of the file */

struct conf {
	int port;	 /* 0: not given */
	uint32_t fwmark; /* 0: none */
	struct peers peers;
};

/*
 * Parse len bytes at text. Known are ListenPort and FwMark, and of peers
 * PublicKey, PresharedKey, AllowedIPs, Endpoint (an address, no name) and
 * PersistentKeepalive. A PrivateKey goes to key (PEER_KEY bytes); with NULL it is
 * refused, for an OS package is public, and so is a peer without networks.
 * Returns 0, or -1 with a sentence that names the line in why (size bytes).
 * Free *out with peers_free(&out->peers) in both cases.
 */
int conf_parse(const char *text, size_t len, struct conf *out,
	       unsigned char *key, char *why, size_t size);

#endif
