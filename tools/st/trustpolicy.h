/* SPDX-License-Identifier: BSD-2-Clause */
/* trust_policy.json: how many signatures, and where packages come from. */
#ifndef MAYFLY_ST_TRUSTPOLICY_H
#define MAYFLY_ST_TRUSTPOLICY_H

#include <stddef.h>
#include <stdint.h>

#include "why.h"

enum { TRUSTPOLICY_MAX = 64 << 10 }; /* bytes of the file */

enum fetch_method { FETCH_NETWORK, FETCH_INITRAMFS };

struct trustpolicy {
	int64_t threshold; /* of signatures, 1 or more */
	enum fetch_method fetch;
};

/*
 * Parse the len bytes of a trust_policy.json (section 2 of the format notes).
 * Both settings are needed; keys it does not know are passed over, data after
 * the object is not. Returns 0, or -1 with the reason.
 */
int trustpolicy_parse(const void *data, size_t len, struct trustpolicy *out,
    struct why *why);

/*
 * The policy as `stmgr trustpolicy check` prints it: 2-space indent, no final
 * newline. Returns a string to free(), or NULL: no memory.
 */
char *trustpolicy_text(const struct trustpolicy *t);

#endif
