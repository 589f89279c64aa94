/* SPDX-License-Identifier: BSD-2-Clause */
/* Sigsum: was this signature put into a public log that witnesses watch? */
#ifndef MAYFLY_ST_SIGSUM_H
#define MAYFLY_ST_SIGSUM_H

#include <stddef.h>
#include <stdint.h>

#include "sigsum_policy.h"
#include "why.h"

enum { SIGSUM_MESSAGE = 32 }; /* bytes: SHA-256 of an OS package's archive */

/*
 * Verify a Sigsum proof, format 2 or 1 (section 1.6 of the format notes): the
 * owner of the Ed25519 key pubkey signed message, a log of the policy has that
 * signature, and enough of the policy's witnesses saw the log so.
 * proof is the len bytes of the proof's text, from outside. No time makes a proof
 * bad. Returns 0, and *since is when the first of the policy's witnesses that saw it
 * says it did, in seconds since 1970 (so one of them alone makes it no later than it
 * was), 0 if there is none; or -1 with the reason, which continues "signature 1: ".
 */
int sigsum_verify(const struct sigsum_policy *policy, const void *proof,
    size_t len, const unsigned char pubkey[SIGSUM_KEY],
    const unsigned char message[SIGSUM_MESSAGE], uint64_t *since,
    struct why *why);

/*
 * The part of it that needs no policy: the proof is well-formed, and its leaf
 * is pubkey's signature of message. Returns as above.
 */
int sigsum_verify_leaf(const void *proof, size_t len,
    const unsigned char pubkey[SIGSUM_KEY],
    const unsigned char message[SIGSUM_MESSAGE], struct why *why);

#endif
