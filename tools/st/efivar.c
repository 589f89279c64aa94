/* SPDX-License-Identifier: BSD-2-Clause */
#include "efivar.h"

enum { HEAD = 4 };

int efivar_parse(const unsigned char *file, size_t len, struct efivar *out,
    struct why *why)
{
	if (len > EFIVAR_MAX) {
		why_set(why, "is longer than %d bytes", EFIVAR_MAX);
		return -1;
	}
	if (len < HEAD) {
		why_set(why, "is too short for an EFI variable");
		return -1;
	}
	out->attributes = (uint32_t)file[0] | (uint32_t)file[1] << 8 |
	    (uint32_t)file[2] << 16 | (uint32_t)file[3] << 24;
	if (out->attributes != EFIVAR_ATTRIBUTES) {
		why_set(why, "has EFI attributes 0x%x, not 0x%x: write it anew",
		    (unsigned int)out->attributes,
		    (unsigned int)EFIVAR_ATTRIBUTES);
		return -1;
	}
	out->data = file + HEAD;
	out->len = len - HEAD;
	return 0;
}
