// sources: tools/st/sigsum_policy.c tools/st/sigsum_policy_parse.c tools/st/hex.c tools/st/why.c
// libs: -lcrypto
/* SPDX-License-Identifier: BSD-2-Clause */
/* Sigsum policies: all witnesses are a quorum; one more never is one less. */
#include <stdint.h>
#include <stdlib.h>

#include "../../tools/st/sigsum_policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool present[SIGSUM_NAMES] = { false }, before, now;
	struct sigsum_policy *policy;
	struct why why = { "" };
	size_t i;

	policy = sigsum_policy_parse(data, size, &why);
	if (!policy) {
		if (why.text[0] == '\0')
			abort();
		return 0;
	}
	before = sigsum_policy_quorum(policy, present);
	for (i = 0; i < SIGSUM_NAMES; i++) {
		present[i] = true;
		now = sigsum_policy_quorum(policy, present);
		if (before && !now)
			abort();
		before = now;
	}
	if (!now)
		abort();
	sigsum_policy_free(policy);
	return 0;
}
