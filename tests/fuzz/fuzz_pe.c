// sources: tools/stmgr/pe_digest.c tools/stmgr/pe_write.c tools/st/why.c
// libs: -lcrypto
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A PE file: what is taken can be hashed and added to, and the result is one
 * that is taken too.
 */
#include <stdint.h>
#include <stdlib.h>

#include "../../tools/stmgr/pe.c"

static void add(const struct pe *pe)
{
	static const struct pe_new new[] = {
		{ ".cmdline", "quiet\n", 6, 0, 0 },
		{ ".linux", "MZ", 2, 5000, 1 },
	};
	unsigned char digest[PE_DIGEST], *out;
	struct pe_section s;
	struct pe again;
	struct why why;
	size_t len;

	if (pe_digest(pe, digest))
		abort();
	if (pe_add(pe, ".sbat", new, 2, &out, &len, &why))
		return;
	if (pe_parse(&again, out, len, &why) || !pe_find(&again, ".linux", &s))
		abort();
	if (again.content != again.len || pe_digest(&again, digest))
		abort();
	free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1); /* so that ASan sees the end */
	struct why why;
	struct pe pe;

	memcpy(copy, data, size);
	pe_is_efi(copy, size, &why);
	pe_memory(copy, size);
	if (!pe_parse(&pe, copy, size, &why))
		add(&pe);
	free(copy);
	return 0;
}
