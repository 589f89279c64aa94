/* SPDX-License-Identifier: BSD-2-Clause */
/* Says each address of an uplink once, in a line machines can read. */
#ifndef MAYFLY_INIT_ANNOUNCE_H
#define MAYFLY_INIT_ANNOUNCE_H

#include <stdbool.h>

#include "rtnl.h"

/*
 * The interface has the address now. Prints
 *   mayfly: address interface=NAME address=ADDRESS/LENGTH
 * unless it did so before, or the address is link local or not usable yet
 * (IPv6 duplicate detection; the kernel reports again when that is done).
 */
void announce_add(const char *interface, const struct rtnl_addr *a);

/* The interface has lost the address: it is announced again if it returns. */
void announce_remove(const struct rtnl_addr *a);

/*
 * After notifications were lost: announce_begin(), then announce_add() for
 * every address there is, then announce_end(), which forgets all others.
 */
void announce_begin(void);
void announce_end(void);

/* True if an address of that interface is announced; 0: of any interface. */
bool announce_any(int index);

#endif
