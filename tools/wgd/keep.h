/* SPDX-License-Identifier: BSD-2-Clause */
/* The part of wgd that stays: lists of peers, and forgetting who is idle. */
#ifndef MAYFLY_WGD_KEEP_H
#define MAYFLY_WGD_KEEP_H

#include "../wg/peers.h"
#include "param.h"

/*
 * Look after the interface of that index until something fails. fixed are the
 * peers that it was made with. Returns an exit status; EXIT_YES at once if
 * there is nothing to do.
 */
int keep(const struct wg_conf *conf, int index, struct peers *fixed);

#endif
