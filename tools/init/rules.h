/* SPDX-License-Identifier: BSD-2-Clause */
/* What init fills into the packet filter's rules. */
#ifndef MAYFLY_INIT_RULES_H
#define MAYFLY_INIT_RULES_H

#include <stddef.h>
#include <sys/types.h>

#include "tunnel.h"

struct rules {
	int port;		  /* @wg.port@ */
	unsigned int connections; /* @peer.connections@ */
	struct tunnel tunnel;	  /* @tunnel@ */
};

/*
 * Take wg.port= and the tunnel's networks (tunnel.h) from a kernel command line, which
 * is not changed. A port that is none is -1.
 */
void rules_read(const char *cmdline, struct rules *out);

/*
 * Copy the rules in to out (of size bytes), for that family, with each mark replaced
 * by its value. A line with "@tunnel@" stands there once for each network
 * of the family; if there is none, it is empty. Returns the length, or -1 if it does not fit
 * or an "@" that is no mark is left over.
 */
ssize_t rules_fill(const char *in, size_t len, const struct rules *values,
		   int family, char *out, size_t size);

#endif
