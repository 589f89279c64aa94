/* SPDX-License-Identifier: BSD-2-Clause */
/* What init fills into the packet filter's rules. */
#ifndef MAYFLY_INIT_RULES_H
#define MAYFLY_INIT_RULES_H

#include <stddef.h>
#include <sys/types.h>

#include "addr.h"

/* As many as wgd takes (WG_ADDRESSES). */
enum { RULES_NETWORKS = 8 };

struct rules {
	int port;		  /* @wg.port@ */
	unsigned int connections; /* @peer.connections@ */
	struct prefix network[RULES_NETWORKS]; /* @wg.address@ */
	size_t networks;
};

/*
 * Take wg.port= and wg.address= from a kernel command line (which is not changed).
 * A port that is none is -1. An address that is none is left out: wgd says it, and
 * there will be no tunnel.
 */
void rules_read(const char *cmdline, struct rules *out);

/*
 * Copy the rules in to out (of size bytes), for that family, with each mark replaced
 * by its value. A line with "@wg.address@" stands there once for each network
 * of the family; if there is none, it is empty. Returns the length, or -1 if it does not fit
 * or an "@" that is no mark is left over.
 */
ssize_t rules_fill(const char *in, size_t len, const struct rules *values,
		   int family, char *out, size_t size);

#endif
