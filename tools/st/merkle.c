/* SPDX-License-Identifier: BSD-2-Clause */
#include "merkle.h"

#include <openssl/evp.h>
#include <string.h>

/* What is hashed starts with what it is: a leaf never passes for a node. */
enum { LEAF_PREFIX = 0, NODE_PREFIX = 1 };

static int hash(const unsigned char *data, size_t len,
    unsigned char out[MERKLE_HASH])
{
	return EVP_Digest(data, len, out, NULL, EVP_sha256(), NULL) == 1 ? 0
									 : -1;
}

/* out may be left or right. */
static int node(const unsigned char *left, const unsigned char *right,
    unsigned char out[MERKLE_HASH])
{
	unsigned char data[1 + 2 * MERKLE_HASH] = { NODE_PREFIX };

	memcpy(data + 1, left, MERKLE_HASH);
	memcpy(data + 1 + MERKLE_HASH, right, MERKLE_HASH);
	return hash(data, sizeof(data), out);
}

int merkle_leaf(const void *leaf, size_t len, unsigned char out[MERKLE_HASH])
{
	unsigned char data[1 + MERKLE_LEAF] = { LEAF_PREFIX };

	if (len > MERKLE_LEAF)
		return -1;
	memcpy(data + 1, leaf, len);
	return hash(data, 1 + len, out);
}

/*
 * Climb from the leaf to the root. index and last are the places of our node
 * and of the last node of its level. A node without a sibling on its right
 * is its own parent, until there is one on its left.
 */
int merkle_included(const unsigned char leaf[MERKLE_HASH], uint64_t index,
    uint64_t size, const unsigned char root[MERKLE_HASH],
    unsigned char (*path)[MERKLE_HASH], size_t n)
{
	unsigned char here[MERKLE_HASH];
	uint64_t last = size - 1;
	size_t i;

	if (index >= size)
		return -1;
	memcpy(here, leaf, MERKLE_HASH);
	for (i = 0; i < n; i++) {
		if (last == 0)
			return -1; /* the root is below the end of the path */
		if ((index & 1) || index == last) {
			if (node(path[i], here, here))
				return -1;
			while (!(index & 1)) {
				index >>= 1;
				last >>= 1;
			}
		} else if (node(here, path[i], here)) {
			return -1;
		}
		index >>= 1;
		last >>= 1;
	}
	return last == 0 && !memcmp(here, root, MERKLE_HASH) ? 0 : -1;
}
