/* SPDX-License-Identifier: BSD-2-Clause */
/* EFI variables as efivarfs shows them. */
#ifndef MAYFLY_ST_EFIVAR_H
#define MAYFLY_ST_EFIVAR_H

#include <stddef.h>
#include <stdint.h>

#include "why.h"

/* The variables of System Transparency are NAME-ST_GUID. */
#define ST_GUID "f401f2c1-b005-4be0-8cee-f2e5945bcbe7"

enum {
	EFIVAR_MAX = 64 << 10,	/* bytes of the file */
	EFIVAR_NONVOLATILE = 1, /* UEFI 8.2: attributes */
	EFIVAR_BOOT = 2,
	EFIVAR_RUNTIME = 4,
	EFIVAR_ATTRIBUTES = EFIVAR_NONVOLATILE | EFIVAR_BOOT | EFIVAR_RUNTIME,
};

struct efivar {
	uint32_t attributes;
	const unsigned char *data; /* points into what was parsed */
	size_t len;		   /* may be 0 */
};

/*
 * Take the contents of an efivarfs file apart: 4 bytes of attributes, little
 * endian, then the data. The attributes have to be EFIVAR_ATTRIBUTES, which
 * stprov writes: a variable that is not for runtime would not be here, and one
 * that is volatile or authenticated is not what the operator stored.
 * Returns 0, or -1 with the reason.
 */
int efivar_parse(const unsigned char *file, size_t len, struct efivar *out,
    struct why *why);

#endif
