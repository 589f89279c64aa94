/* SPDX-License-Identifier: BSD-2-Clause */
/* The part of wgd that stays: lists of peers, and forgetting who is idle. */
#ifndef MAYFLY_WGD_KEEP_H
#define MAYFLY_WGD_KEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "../wg/peers.h"
#include "param.h"
#include "rtnl.h"

/*
 * Look after the interface until something fails. fixed are the peers that it was
 * made with; the others are those on standard input, if the kernel before handed
 * some over. Returns an exit status; EXIT_YES at once if there is nothing to do.
 */
int keep(const struct wg_conf *conf, const struct rtnl_link *link,
	 struct peers *fixed);

/*
 * Read the one key that may sign lists, SOURCE_SIGNER below the current folder.
 * Returns EXIT_YES, or another exit status after a message.
 */
int keep_signer(void);

/*
 * The number of the list whose peers an interface has, 0 for none: it is kept as
 * the interface's alias, so that it outlives this process.
 */
uint64_t keep_number(const struct rtnl_link *link);

/* Did the source say under this kernel that this is the list? */
bool keep_got_list(const struct rtnl_link *link);

#endif
