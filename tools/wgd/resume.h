/* SPDX-License-Identifier: BSD-2-Clause */
/* Peers that were handed over: who they are here, and the way back to them. */
#ifndef MAYFLY_WGD_RESUME_H
#define MAYFLY_WGD_RESUME_H

#include <stdbool.h>

#include "../wg/peers.h"
#include "device.h"
#include "handover.h"
#include "param.h"

/* A peer, and the table that it is in. */
struct resume_peer {
	const struct peers *table;
	const struct peer *peer;
};

/* All from now on: free with resume_free(). */
struct resume {
	struct peers known;  /* the configured ones, with handed endpoints */
	struct peers others; /* those that only a list can have given */
	struct resume_peer *used; /* those of both that have an endpoint */
	size_t used_count;
	size_t tried;  /* so many of used, the first ones, need no call any more */
	size_t called; /* and so many of these were called */
};

/* Do the peers of the list that was handed over still count? */
bool resume_listed(const struct handover *h, const struct wg_conf *conf);

/*
 * Sort what was handed over (nothing, if it is not present) by the peers of this
 * configuration: its word counts, a handed endpoint only where it names none.
 * Without resume_listed(), who is not configured is no peer any more. Nor is who
 * has addresses of a configured one or outside the tunnel, or none. Returns 0, or
 * -1 with errno.
 */
int resume_sort(const struct handover *h, const struct wg_conf *conf,
		const struct peers *fixed, struct resume *out);

void resume_free(struct resume *r);

/*
 * Let the kernel call each of the first `added` of r->used (their order changes) to
 * which there is a route: the peer would go on with a session that is no more, for
 * 15 seconds. Waits for routes until then, by clock_now(); if that is 0, it is one
 * look only, which for IPv4 and IPv6 each ends after a few without a route. Returns
 * 0, or -1 with errno: go on by calling it again.
 */
int resume_wake(struct device *d, struct resume *r, size_t added,
		int64_t until);

#endif
