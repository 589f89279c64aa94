/* SPDX-License-Identifier: BSD-2-Clause */
/* Merkle trees of transparency logs (RFC 9162 section 2.1), with SHA-256. */
#ifndef MAYFLY_ST_MERKLE_H
#define MAYFLY_ST_MERKLE_H

#include <stddef.h>
#include <stdint.h>

enum {
	MERKLE_HASH = 32, /* bytes */
	MERKLE_PATH = 63, /* nodes between a leaf and the root, at most */
	MERKLE_LEAF = 128, /* bytes of a leaf, at most */
};

/*
 * The hash of the leaf that consists of len bytes. Returns 0, or -1: more than
 * MERKLE_LEAF, or the library failed.
 */
int merkle_leaf(const void *leaf, size_t len, unsigned char out[MERKLE_HASH]);

/*
 * Is leaf (a leaf's hash) the index'th, from 0, in the tree of size leaves
 * with that root? path has the n nodes of the inclusion proof, from the leaf
 * upwards. Returns 0 if so, else -1.
 */
int merkle_included(const unsigned char leaf[MERKLE_HASH], uint64_t index,
    uint64_t size, const unsigned char root[MERKLE_HASH],
    unsigned char (*path)[MERKLE_HASH], size_t n);

#endif
