/* SPDX-License-Identifier: BSD-2-Clause */
/* What was refused, lest each look downloads it again. */
#ifndef MAYFLY_UPGRADE_REFUSAL_H
#define MAYFLY_UPGRADE_REFUSAL_H

#include <stdbool.h>
#include <stdint.h>

#include "../st/hash.h"
#include "backoff.h"

/* Of one URL; to begin with all zero: nothing was refused. */
struct refusal {
	unsigned char descriptor[HASH_BYTES]; /* its SHA-256 */
	struct backoff pauses;
	int64_t until; /* clock_now() */
};

/*
 * The package of this descriptor was refused at the time now (ms). Returns for how
 * many ms it is not to be tried again: at random, up to first_ms, and up to twice as
 * much with each refusal, at most a day. It is tried again at all, since a clock, or
 * the archive beside the same descriptor, can be put right.
 */
uint32_t refusal_note(struct refusal *r, const unsigned char *descriptor,
    int64_t now, uint32_t first_ms);

/* Is this the descriptor that was refused, and is it too early to try again? */
bool refusal_holds(const struct refusal *r, const unsigned char *descriptor,
    int64_t now);

#endif
