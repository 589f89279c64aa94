/* SPDX-License-Identifier: BSD-2-Clause */
/* The tunnel's MTU, which follows those of the uplinks. */
#ifndef MAYFLY_INIT_WGMTU_H
#define MAYFLY_INIT_WGMTU_H

#include <stddef.h>
#include <stdint.h>

#include "../net/uplink.h"
#include "rtnl.h"

enum {
	WGMTU_MIN = 1280,     /* of IPv6, which the tunnel carries */
	WGMTU_DEFAULT = 1420, /* the most that is asked for, unless by wg.mtu= */
	WGMTU_MAX = 9136,     /* of wg.mtu= */
};

/* Take wg.mtu= from a command line, which is not changed; wgd says what is wrong. */
void wgmtu_configure(const char *cmdline);

/*
 * Look at the interfaces links[0..count): of the uplinks all[0..n) that have carrier
 * the one with the smallest MTU decides how large packets in the tunnel are.
 * It is this program's task, not the role's: here the uplinks are known, and who
 * could change them is at hand for as long as the image runs.
 * Errors are said. A new MTU is said in a line that machines can read. Returns when
 * to call again at the latest (clock_now()).
 */
int64_t wgmtu_step(struct nl *nl, const struct uplink *all, size_t n,
		   const struct rtnl_link *links, size_t count);

#endif
