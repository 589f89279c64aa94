/* SPDX-License-Identifier: BSD-2-Clause */
/* Peers that were handed over: who they are here, and the way back to them. */
#ifndef MAYFLY_WGD_RESUME_H
#define MAYFLY_WGD_RESUME_H

#include <stdbool.h>

#include "../wg/peers.h"
#include "device.h"
#include "handover.h"
#include "param.h"

/* All from now on: free with resume_free(). */
struct resume {
	struct peers known;  /* the configured ones, with handed endpoints */
	struct peers others; /* those that only a list can have given */
};

/* Do the peers of the list that was handed over still count? */
bool resume_listed(const struct handover *h, const struct wg_conf *conf);

/*
 * Sort what was handed over (nothing, if it is not present) by the peers of this
 * configuration: its word counts, a handed endpoint only where it names none.
 * listed: resume_listed(); without, who is not configured is no peer any more. Nor
 * is who has a network of a configured one, or none. Returns 0, or -1 with errno.
 */
int resume_sort(const struct handover *h, const struct peers *fixed,
		bool listed, struct resume *out);

void resume_free(struct resume *r);

/*
 * Once there is a route to it, let the kernel call each peer that has an endpoint,
 * and take that out of the table: the peer would go on with a session that is no
 * more, for 15 seconds. Waits for routes for 10 seconds at most. Returns how many
 * were called, or -1 with errno.
 */
int resume_wake(struct device *d, struct resume *r);

#endif
