/* SPDX-License-Identifier: BSD-2-Clause */
#include "refusal.h"

#include <string.h>

enum { MOST = 24 * 3600 * 1000 }; /* ms */

static bool same(const struct refusal *r, const unsigned char *descriptor)
{
	return !memcmp(r->descriptor, descriptor, HASH_BYTES);
}

uint32_t refusal_note(struct refusal *r, const unsigned char *descriptor,
    int64_t now, uint32_t first_ms)
{
	uint32_t pause;

	if (!same(r, descriptor))
		r->pauses.failures = 0;
	memcpy(r->descriptor, descriptor, HASH_BYTES);
	r->pauses.first_ms = first_ms;
	r->pauses.max_ms = MOST;
	pause = backoff_next(&r->pauses);
	r->until = now + pause;
	return pause;
}

bool refusal_holds(const struct refusal *r, const unsigned char *descriptor,
    int64_t now)
{
	return r->pauses.failures && same(r, descriptor) && now < r->until;
}
