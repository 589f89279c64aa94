/* SPDX-License-Identifier: BSD-2-Clause */
/* What init fills into the packet filter's rules. */
#ifndef MAYFLY_INIT_RULES_H
#define MAYFLY_INIT_RULES_H

#include <stddef.h>
#include <sys/types.h>

#include "tunnel.h"
#include "wgport.h"

struct rules {
	/* @wg.port@ the first, @wg.ports@ each, @wg.more@ each but the first. */
	struct wg_ports ports;
	unsigned int connections; /* @peer.connections@ */
	struct tunnel tunnel;	  /* @tunnel@ */
};

/*
 * Take wg.port= and the tunnel's networks (tunnel.h) from a kernel command line, which
 * is not changed. Returns 0, or -1 with what is wrong with the ports.
 */
int rules_read(const char *cmdline, struct rules *out, char why[WG_PORT_WHY]);

/*
 * Copy the rules in to out (of size bytes), for that family, with each mark replaced
 * by its value. A line with "@tunnel@" stands there once for each network of the
 * family, one with "@wg.ports@" or "@wg.more@" once for each of those ports; if there
 * is none, it is empty. Returns the length, or -1 if it does not fit or an "@" that
 * is no mark is left over.
 */
ssize_t rules_fill(const char *in, size_t len, const struct rules *values,
		   int family, char *out, size_t size);

#endif
