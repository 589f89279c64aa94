/* SPDX-License-Identifier: BSD-2-Clause */
/* Routes to the networks of peers. */
#ifndef MAYFLY_WGD_ROUTES_H
#define MAYFLY_WGD_ROUTES_H

#include "../wg/peers.h"
#include "param.h"
#include "rtnl.h"

/*
 * Add a route for each network of the table that the interface's own addresses
 * do not route there already. The interface has to be up. Returns how many the
 * table needs, or -1 with errno and the kernel's words in nl->error.
 */
int routes_add(struct nl *nl, int index, const struct wg_conf *conf,
	       const struct peers *t);

/* Delete the interface's routes that none of both tables needs. */
int routes_trim(struct nl *nl, int index, const struct wg_conf *conf,
		const struct peers *a, const struct peers *b);

#endif
