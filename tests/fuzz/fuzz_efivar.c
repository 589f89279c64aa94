// sources: tools/st/efivar.c tools/st/why.c
// libs:
/* SPDX-License-Identifier: BSD-2-Clause */
/* The contents of a file of efivarfs. */
#include <stdint.h>
#include <stdlib.h>

#include "../../tools/st/efivar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct efivar v;
	struct why why = { "" };

	if (efivar_parse(data, size, &v, &why)) {
		if (why.text[0] == '\0')
			abort();
		return 0;
	}
	if (v.data != data + 4 || v.len != size - 4 || size > EFIVAR_MAX ||
	    v.attributes != EFIVAR_ATTRIBUTES)
		abort();
	return 0;
}
