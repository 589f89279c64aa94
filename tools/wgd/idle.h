/* SPDX-License-Identifier: BSD-2-Clause */
/* Who has gone idle, and is forgotten. */
#ifndef MAYFLY_WGD_IDLE_H
#define MAYFLY_WGD_IDLE_H

#include "conntrack.h"
#include "device.h"

/*
 * What was last seen of a peer: a value that changes with each handshake, or,
 * as long as there was none, with each byte received (a first message alone
 * gives the kernel an endpoint). No clock of the day is compared, so one that
 * is set anew neither forgets anybody too early nor keeps anybody.
 */
struct mark {
	uint64_t value; /* 0: the kernel holds nothing of it */
	uint32_t since; /* seconds; when that value was first seen */
	bool handed; /* it got an endpoint that was handed over */
	bool due;
};

/* A table of peers and their marks, one each. */
struct watched {
	struct peers peers;
	struct mark *mark;
};

/* Both ways into the kernel. */
struct hands {
	struct device *device; /* locked memory */
	struct conntrack conntrack;
};

/*
 * Look at all peers of the n tables; those whose mark is older than forget
 * seconds lose session, endpoint and connections. Left alone are peers with an
 * endpoint from the configuration, and those without networks (wgd does not
 * know them yet). now: seconds on any clock that only goes forward. Returns how
 * many were forgotten, or -1 with errno and the kernel's words in *words.
 */
int idle_check(struct hands *h, struct watched *const *w, size_t n,
	       unsigned int forget, uint32_t now, const char **words);

/* Note all networks of a peer for h->conntrack. Returns 0 or -1. */
int idle_note(struct hands *h, const struct peers *t, const struct peer *p,
	      bool gone);

#endif
