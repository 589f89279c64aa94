/* SPDX-License-Identifier: BSD-2-Clause */
/* The trust policy directory: everything a boot loader believes in. */
#ifndef MAYFLY_ST_TRUSTDIR_H
#define MAYFLY_ST_TRUSTDIR_H

#include <stddef.h>

#include "roots.h"
#include "trustpolicy.h"
#include "why.h"

#define TRUSTDIR_POLICY "trust_policy.json"
#define TRUSTDIR_ROOTS "ospkg_signing_root.pem"
#define TRUSTDIR_TLS "tls_roots.pem"
#define TRUSTDIR_SIGSUM "ospkg_trust_policy"
#define TRUSTDIR_AGE "decryption_identities"

enum { SIGSUM_POLICY_MAX = 64 << 10 }; /* bytes of TRUSTDIR_SIGSUM */

/* All members are owned. */
struct trustdir {
	struct trustpolicy policy;
	struct roots roots; /* of OS packages; at least one */
	struct roots tls;   /* of HTTPS servers; none: HTTPS cannot work */
	char *tls_text;	    /* the same as PEM; NULL: none */
	char *sigsum;	    /* text of the Sigsum policy; NULL: there is none */
	size_t sigsum_len;
};

/*
 * Load a trust policy directory. tls_roots.pem and ospkg_trust_policy may be
 * missing. decryption_identities must be: packages encrypted with age cannot
 * be read, and a host that was set up for them should not take others. A
 * Sigsum policy that cannot be parsed is refused here, not at a package.
 * Returns 0, or -1 with the reason, which starts with the file's name, and
 * *out is then { 0 }. *unreadable (may be NULL) is then 1 if a file could not
 * be read, 0 if its contents were refused.
 */
int trustdir_load(const char *path, struct trustdir *out, int *unreadable,
    struct why *why);

/* Free the members and set all to none. */
void trustdir_free(struct trustdir *t);

#endif
