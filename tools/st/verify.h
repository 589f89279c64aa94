/* SPDX-License-Identifier: BSD-2-Clause */
/* Is an OS package signed by whom we trust? */
#ifndef MAYFLY_ST_VERIFY_H
#define MAYFLY_ST_VERIFY_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "descriptor.h"
#include "roots.h"
#include "why.h"

struct sigsum_policy;

enum { VERIFY_HASH = 32 }; /* bytes: SHA-256 of the whole archive */

struct verify_result {
	size_t found; /* signatures in the descriptor */
	size_t valid; /* distinct public keys of those that are valid */
	/*
	 * It was signed after that, in seconds since 1970, by what is signed itself:
	 * a certificate is issued before it begins, and witnesses say when they saw
	 * a proof, but nothing after a certificate's end counts. As many
	 * signers as are required say so: fewer cannot make it later.
	 */
	int64_t since;
};

/* Told of each signature that does not count: text says which one and why. */
typedef void verify_note(void *arg, const char *text);

/*
 * Verify the signatures of a package whose archive has that SHA-256 (sections
 * 1.3 and 1.4 of the format notes). A signature counts if its certificate is
 * trusted by the roots at now (see cert_trusted()), its key is Ed25519 and has
 * not counted yet, and it is one of hash; with a policy, it has to be a Sigsum
 * proof for hash that meets the policy, and nothing else counts. One
 * certificate that cannot be parsed refuses the package.
 * note may be NULL; it is called before the function returns. *out is always
 * set. Returns 0 if at least threshold (1 or more) signatures count, or -1
 * with the reason.
 */
int ospkg_verify(const struct descriptor *d,
    const unsigned char hash[VERIFY_HASH], const struct roots *roots,
    const struct sigsum_policy *policy, int64_t threshold, time_t now,
    verify_note *note, void *arg, struct verify_result *out, struct why *why);

/*
 * The time to verify a descriptor at by a clock that is a guess, and no later than
 * latest: now, or when the last of its certificates begins, if a root issued it (as
 * cert_trusted() at that time). For it was signed after that.
 */
time_t ospkg_begins(const struct descriptor *d, const struct roots *roots,
    time_t now, time_t latest);

#endif
