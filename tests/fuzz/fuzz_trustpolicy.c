// sources: tools/st/trustpolicy.c tools/st/json.c tools/st/why.c
// libs: -ljansson
/* SPDX-License-Identifier: BSD-2-Clause */
/* trust_policy.json; what is written is read back the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/st/trustpolicy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct trustpolicy t, u;
	struct why why = { "" };
	char *text;

	if (trustpolicy_parse(data, size, &t, &why)) {
		if (why.text[0] == '\0')
			abort();
		return 0;
	}
	text = trustpolicy_text(&t);
	if (t.threshold < 1 || !text ||
	    trustpolicy_parse(text, strlen(text), &u, &why) ||
	    t.threshold != u.threshold || t.fetch != u.fetch)
		abort();
	free(text);
	return 0;
}
