/* SPDX-License-Identifier: BSD-2-Clause */
/* What a policy is made of; for sigsum_policy.c and its parser alone. */
#ifndef MAYFLY_ST_SIGSUM_POLICY_NODES_H
#define MAYFLY_ST_SIGSUM_POLICY_NODES_H

#include <stddef.h>

#include "sigsum_policy.h"

enum { NO_NODE = SIGSUM_NAMES }; /* index of no node */

struct key {
	unsigned char key[SIGSUM_KEY], hash[SIGSUM_HASH];
};

/*
 * A witness or a group. What a group is made of stands above it, and nothing
 * is in two groups: so the nodes are a forest, in an order in which one pass
 * can count upwards.
 */
struct node {
	size_t need;	/* members that make the group; 0: a witness */
	size_t parent;	/* index of the group it is in, or NO_NODE */
	struct key key; /* of a witness */
};

struct sigsum_policy {
	size_t nlogs, nnodes;
	size_t quorum; /* index of a node, or NO_NODE: no witness is needed */
	struct key logs[SIGSUM_LOGS];
	struct node nodes[SIGSUM_NAMES];
};

#endif
