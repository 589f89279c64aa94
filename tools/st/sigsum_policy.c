/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "sigsum_policy_nodes.h"

void sigsum_policy_free(struct sigsum_policy *policy)
{
	free(policy);
}

const unsigned char *sigsum_policy_log(const struct sigsum_policy *policy,
    const unsigned char hash[SIGSUM_HASH])
{
	size_t i;

	for (i = 0; i < policy->nlogs; i++)
		if (!memcmp(policy->logs[i].hash, hash, SIGSUM_HASH))
			return policy->logs[i].key;
	return NULL;
}

const unsigned char *sigsum_policy_witness(const struct sigsum_policy *policy,
    const unsigned char hash[SIGSUM_HASH], size_t *index)
{
	size_t i;

	for (i = 0; i < policy->nnodes; i++) {
		const struct node *node = &policy->nodes[i];

		if (node->need == 0 &&
		    !memcmp(node->key.hash, hash, SIGSUM_HASH)) {
			*index = i;
			return node->key.key;
		}
	}
	return NULL;
}

bool sigsum_policy_quorum(const struct sigsum_policy *policy,
    const bool present[SIGSUM_NAMES])
{
	size_t count[SIGSUM_NAMES + 1] = { 0 }, i;

	if (policy->quorum == NO_NODE)
		return true;
	for (i = 0; i <= policy->quorum; i++) {
		const struct node *node = &policy->nodes[i];

		if (node->need == 0 ? !present[i] : count[i] < node->need)
			continue;
		if (i == policy->quorum)
			return true;
		count[node->parent]++;
	}
	return false;
}
