/* SPDX-License-Identifier: BSD-2-Clause */
#include "gpt.h"

#include <string.h>
#include <zlib.h>

#include "bytes.h"

enum { ENTRIES = 128, ENTRY = 128, HEADER = 92, ENTRY_SECTORS = 32 };

/* C12A7328-F81F-11D2-BA4B-00A0C93EC93B, an EFI system partition. */
static const unsigned char esp[16] = { 0x28, 0x73, 0x2a, 0xc1, 0x1f, 0xf8,
	0xd2, 0x11, 0xba, 0x4b, 0x00, 0xa0, 0xc9, 0x3e, 0xc9, 0x3b };

static uint32_t crc(const unsigned char *p, unsigned int n)
{
	return (uint32_t)crc32(0, p, n);
}

/* A GUID of version 8, "own method" (RFC 9562), in the order of UEFI. */
static void guid(unsigned char *out, const unsigned char *id)
{
	memcpy(out, id, 16);
	out[7] = (unsigned char)((out[7] & 0x0f) | 0x80);
	out[8] = (unsigned char)((out[8] & 0x3f) | 0x80);
}

static void entries(const struct gpt *g, unsigned char *p)
{
	const char *s = g->name;

	memcpy(p, esp, 16);
	guid(p + 16, g->id + 16);
	put_le64(p + 32, g->first);
	put_le64(p + 40, (uint64_t)g->first + g->count - 1);
	for (p += 56; *s; s++, p += 2)
		put_le16(p, (unsigned char)*s);
}

static void header(const struct gpt *g, const unsigned char *table, uint32_t at,
    uint32_t other, uint32_t entries_at, unsigned char *p)
{
	memcpy(p, "EFI PART\0\0\1\0", 12);
	put_le32(p + 12, HEADER);
	put_le64(p + 24, at);
	put_le64(p + 32, other);
	put_le64(p + 40, GPT_HEAD); /* usable: first, last */
	put_le64(p + 48, g->sectors - GPT_TAIL - 1);
	guid(p + 56, g->id);
	put_le64(p + 72, entries_at);
	put_le32(p + 80, ENTRIES);
	put_le32(p + 84, ENTRY);
	put_le32(p + 88, crc(table, ENTRIES * ENTRY));
	put_le32(p + 16, crc(p, HEADER));
}

/* No CHS: the largest there is, as for what lies beyond it. */
static void mbr_entry(unsigned char *p, unsigned char type, uint32_t first,
    uint32_t count)
{
	memcpy(p, "\0\xff\xff\xff\0\xff\xff\xff", 8);
	p[1] = p[5] = 0xfe;
	p[4] = type;
	put_le32(p + 8, first);
	put_le32(p + 12, count);
}

void gpt_head(const struct gpt *g, unsigned char *out)
{
	unsigned char *table = out + 2 * GPT_SECTOR;

	memset(out, 0, GPT_HEAD * GPT_SECTOR);
	/* For a BIOS: int 0x18, "not bootable"; then hlt for ever. */
	memcpy(out, "\xcd\x18\xf4\xeb\xfd", 5);
	memcpy(out + 440, g->id, 4);
	/* Firmware takes the GPT only if this entry starts at 1. */
	mbr_entry(out + 446, 0xee, 1, g->first - 1);
	mbr_entry(out + 462, 0xef, g->first, g->count);
	put_le16(out + 510, 0xaa55);
	entries(g, table);
	header(g, table, 1, g->sectors - 1, 2, out + GPT_SECTOR);
}

void gpt_tail(const struct gpt *g, unsigned char *out)
{
	memset(out, 0, GPT_TAIL * GPT_SECTOR);
	entries(g, out);
	header(g, out, g->sectors - 1, 1, g->sectors - GPT_TAIL,
	    out + ENTRY_SECTORS * GPT_SECTOR);
}
