/* SPDX-License-Identifier: BSD-2-Clause */
/* Routes to the tunnel, which are looked at before those of the uplink. */
#ifndef MAYFLY_WGD_ROUTES_H
#define MAYFLY_WGD_ROUTES_H

#include "rtnl.h"
#include "tunnel.h"

/*
 * Of the kernel's rules ours comes after the one of its own addresses (0) and
 * before that of all other routes (32766).
 */
enum { ROUTES_TABLE = 51820, ROUTES_RULE = 100 };

/*
 * Route the tunnel's networks to the interface, which has to be up, in a table of
 * their own; and to nowhere when the interface is gone or down. No route belongs
 * to a peer: WireGuard knows who has which address, and there is none to be left
 * behind. May be called again. Returns 0, or -1 with errno and the kernel's words
 * in nl->error.
 */
int routes_add(struct nl *nl, int index, const struct tunnel *t);

#endif
