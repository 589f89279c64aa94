// sources: tools/st/descriptor.c tools/st/base64.c tools/st/json.c tools/st/url.c tools/st/why.c
// libs: -ljansson
/* SPDX-License-Identifier: BSD-2-Clause */
/* The descriptor of an OS package; what is written is read back the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/st/descriptor.h"

static void same(const struct blob *a, const struct blob *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (a[i].len != b[i].len ||
		    memcmp(a[i].data, b[i].data, a[i].len))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct descriptor d, e;
	struct why why = { "" };
	char *text;

	if (descriptor_parse(data, size, &d, &why)) {
		if (why.text[0] == '\0' || d.url || d.certs || d.sigs)
			abort();
		return 0;
	}
	if (d.nsigs != d.ncerts || d.nsigs > DESCRIPTOR_ENTRIES)
		abort();
	text = descriptor_text(&d);
	if (!text || descriptor_parse(text, strlen(text), &e, &why))
		abort();
	if (strcmp(d.url, e.url) || d.nsigs != e.nsigs || d.ncerts != e.ncerts)
		abort();
	same(d.sigs, e.sigs, d.nsigs);
	same(d.certs, e.certs, d.ncerts);
	free(text);
	descriptor_free(&e);
	if (!descriptor_append(&d, data, size, data, size))
		same(d.sigs + d.nsigs - 1, d.certs + d.ncerts - 1, 1);
	descriptor_free(&d);
	return 0;
}
