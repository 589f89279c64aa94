/* SPDX-License-Identifier: BSD-2-Clause */
/* The text of a Sigsum proof, taken apart; nothing in it is verified. */
#ifndef MAYFLY_ST_SIGSUM_PROOF_H
#define MAYFLY_ST_SIGSUM_PROOF_H

#include <stddef.h>
#include <stdint.h>

#include "merkle.h"
#include "sigsum_policy.h"
#include "why.h"

enum {
	SIGSUM_SIGNATURE = 64, /* bytes of an Ed25519 signature */
	SIGSUM_COSIGNATURES = 256, /* of a proof, at most */
};

struct sigsum_cosignature {
	unsigned char witness[SIGSUM_HASH]; /* hash of its key */
	uint64_t time;			    /* seconds since 1970 */
	unsigned char signature[SIGSUM_SIGNATURE];
};

struct sigsum_proof {
	unsigned char log[SIGSUM_HASH];	      /* hash of the log's key */
	unsigned char submitter[SIGSUM_HASH]; /* hash of the signer's key */
	unsigned char leaf_signature[SIGSUM_SIGNATURE];
	uint64_t size; /* leaves of the tree, 1 to 2^63-1 */
	unsigned char root[MERKLE_HASH];
	unsigned char tree_signature[SIGSUM_SIGNATURE];
	uint64_t index; /* of the leaf, from 0 */
	size_t ncosignatures, npath;
	struct sigsum_cosignature cosignatures[SIGSUM_COSIGNATURES];
	unsigned char path[MERKLE_PATH][MERKLE_HASH];
};

/*
 * Parse the len bytes of a proof, format 2 or 1. There is one spelling but for
 * the case of hexadecimal digits. No witness cosigns twice.
 * Returns 0, or -1 with the reason; *out is then undefined.
 */
int sigsum_proof_parse(const void *text, size_t len, struct sigsum_proof *out,
    struct why *why);

#endif
