/* SPDX-License-Identifier: BSD-2-Clause */
/* Whether a lease is taken, and what is said of it. */
#ifndef MAYFLY_NET_TAKE_H
#define MAYFLY_NET_TAKE_H

#include "lease.h"
#include "lease6.h"
#include "rtnl.h"

/*
 * Read the lease for that interface from the environment, as udhcpc hands it over,
 * leave out what it may not say (keepout.h), and say what is wrong with it, once.
 * Returns 0 it is taken, 1 refused, 3 this machine's own settings could not be read.
 */
int take_lease(struct nl *nl, const struct rtnl_link *link, struct lease *l);

/* The same for udhcpc6. */
int take_lease6(const struct rtnl_link *link, struct lease6 *l);

#endif
