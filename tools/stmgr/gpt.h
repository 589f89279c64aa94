/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Partition tables for a disk image with one EFI system partition, for
 * firmware that reads a GPT (UEFI 2.10, section 5.3) and for firmware that
 * reads only an MBR: a "hybrid" MBR with the partition beside the entry that
 * protects the GPT. Sectors have 512 bytes.
 */
#ifndef STMGR_GPT_H
#define STMGR_GPT_H

#include <stdint.h>

enum {
	GPT_SECTOR = 512,
	GPT_HEAD = 34, /* sectors at the start: MBR, header, entries */
	GPT_TAIL = 33, /* sectors at the end: entries, header */
};

struct gpt {
	uint32_t sectors;	 /* of the disk */
	uint32_t first, count;	 /* sectors of the partition */
	const char *name;	 /* of the partition; ASCII, at most 36 */
	unsigned char id[32];	 /* what the GUIDs are made from */
};

/* Fill the GPT_HEAD and GPT_TAIL sectors. */
void gpt_head(const struct gpt *g, unsigned char *out);
void gpt_tail(const struct gpt *g, unsigned char *out);

#endif
