/* SPDX-License-Identifier: BSD-2-Clause */
/* A role that has done its work, and yet has nobody to serve. */
#ifndef MAYFLY_INIT_WAITS_H
#define MAYFLY_INIT_WAITS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Does a WireGuard interface wait for its first list of peers (alias.h)? That it
 * does no more is a change of a link, for which net_fd() gets readable.
 */
bool waits_for_list(void);

/*
 * While it waits though this server has an address: say so, after 10 s, 20, 40 and so
 * on, up to every hour. Returns when to call again (clock_now()).
 */
int64_t waits_notice(void);

#endif
