/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The smallest EFI program there is, for the tests of PE files: two sections,
 * .text and .data, of 512 bytes each.
 */
#ifndef TESTS_PEFILE_H
#define TESTS_PEFILE_H

#include <string.h>

#include "../../tools/stmgr/bytes.h"

enum {
	PEFILE_BYTES = 1536,
	PEFILE_COFF = 68,
	PEFILE_OPTIONAL = 88,
	PEFILE_TABLE = PEFILE_OPTIONAL + 112 + 16 * 8,
};

static inline void pefile(unsigned char *p)
{
	unsigned char *o = p + PEFILE_OPTIONAL, *s = p + PEFILE_TABLE;

	memset(p, 0, 512);
	memset(p + 512, 0xcc, PEFILE_BYTES - 512);
	memcpy(p, "MZ", 2);
	put_le32(p + 60, 64);
	memcpy(p + 64, "PE\0\0", 4);
	put_le16(p + PEFILE_COFF, 0x8664);
	put_le16(p + PEFILE_COFF + 2, 2);	    /* sections */
	put_le16(p + PEFILE_COFF + 16, 112 + 16 * 8);
	put_le16(p + PEFILE_COFF + 18, 0x206);
	put_le16(o, 0x20b);
	put_le32(o + 16, 4096);	   /* entry point */
	put_le32(o + 32, 4096);	   /* alignment in memory, in the file */
	put_le32(o + 36, 512);
	put_le32(o + 56, 3 * 4096); /* image, headers */
	put_le32(o + 60, 512);
	put_le16(o + 68, 10); /* EFI application */
	put_le32(o + 108, 16);
	memcpy(s, ".text", 5);
	put_le32(s + 8, 100);
	put_le32(s + 12, 4096);
	put_le32(s + 16, 512);
	put_le32(s + 20, 512);
	memcpy(s + 40, ".data", 5);
	put_le32(s + 48, 200);
	put_le32(s + 52, 8192);
	put_le32(s + 56, 512);
	put_le32(s + 60, 1024);
}

#endif
