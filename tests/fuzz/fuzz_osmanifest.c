// sources: tools/st/osmanifest.c tools/st/json.c tools/st/why.c
// libs: -ljansson
/* SPDX-License-Identifier: BSD-2-Clause */
/* manifest.json: what is taken has two names and a command line for a kernel. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/st/osmanifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1); /* so that ASan sees the end */
	struct os_manifest m;
	struct why why;
	const char *s;

	memcpy(copy, data, size);
	if (!os_manifest_parse(copy, size, &m, &why)) {
		if (!*m.kernel || !*m.initramfs || !m.label ||
		    strlen(m.cmdline) > OS_CMDLINE_MAX)
			abort();
		for (s = m.cmdline; *s; s++)
			if ((unsigned char)*s < ' ')
				abort();
		os_manifest_free(&m);
	}
	free(copy);
	return 0;
}
