/* SPDX-License-Identifier: BSD-2-Clause */
#include "fat.h"

#include <string.h>
#include <time.h>

#include "bytes.h"

enum {
	CD_BLOCK = 2048,
	RESERVED = 4,	    /* sectors; a multiple of CD_BLOCK */
	ROOT_ENTRIES = 512, /* what the specification recommends */
	ENTRY = 32,
	CLUSTER_MAX = 32768,
	/* The type follows from the number of clusters; as the specification
	 * recommends, keep 16 away from the limits, where drivers differ. */
	FAT12_MAX = 4084 - 16,
	FAT16_MIN = 4085 + 16 + 3, /* + 3: a multiple of 4 */
	FAT16_MAX = 65524 - 16,
	VOLUME = 0x08, /* attributes */
	DIRECTORY = 0x10,
	ARCHIVE = 0x20,
	EPOCH_1980 = 315532800,
};

static uint64_t round_up(uint64_t n, uint64_t to)
{
	return (n + to - 1) / to * to;
}

/* The clusters for the file, its two directories, and whole CD blocks. */
static uint64_t clusters_for(uint64_t file, uint32_t cluster)
{
	uint64_t n = (file + cluster - 1) / cluster + 2;

	if (cluster < CD_BLOCK)
		n = round_up(n, CD_BLOCK / cluster);
	if (n > FAT12_MAX && n < FAT16_MIN)
		n = FAT16_MIN;
	return n;
}

int fat_plan(struct fat *f, uint64_t file)
{
	uint64_t clusters, table;

	if (file == 0 || file > UINT32_MAX)
		return -1;
	f->cluster = FAT_SECTOR;
	while ((clusters = clusters_for(file, f->cluster)) > FAT16_MAX) {
		f->cluster *= 2;
		if (f->cluster > CLUSTER_MAX)
			return -1;
	}
	f->file = (uint32_t)file;
	f->clusters = (uint32_t)clusters;
	f->file_clusters = (f->file + (f->cluster - 1)) / f->cluster;
	f->bits = clusters <= FAT12_MAX ? 12 : 16;
	table = ((clusters + 2) * f->bits + 7) / 8;
	/* An even number of sectors keeps the data on a CD block. */
	f->fat_sectors = (uint32_t)(round_up(table, 1024) / FAT_SECTOR);
	f->data = (RESERVED + 2 * f->fat_sectors) * FAT_SECTOR +
	    ROOT_ENTRIES * ENTRY;
	f->size = f->data + f->clusters * f->cluster;
	f->tail = f->size - f->data - f->file;
	return 0;
}

static void boot_sector(const struct fat *f, const struct fat_name *n,
    unsigned char *p)
{
	uint32_t sectors = f->size / FAT_SECTOR;

	memcpy(p, "\xeb\x3c\x90MAYFLY  ", 11); /* jump to the code at 62 */
	put_le16(p + 11, FAT_SECTOR);
	p[13] = (unsigned char)(f->cluster / FAT_SECTOR);
	put_le16(p + 14, RESERVED);
	p[16] = 2; /* tables */
	put_le16(p + 17, ROOT_ENTRIES);
	if (sectors <= UINT16_MAX)
		put_le16(p + 19, (uint16_t)sectors);
	else
		put_le32(p + 32, sectors);
	p[21] = 0xf8; /* a disk that stays in */
	put_le16(p + 22, (uint16_t)f->fat_sectors);
	put_le16(p + 24, 32); /* sectors of a track, heads: nobody uses them */
	put_le16(p + 26, 64);
	put_le32(p + 28, n->hidden);
	p[36] = 0x80; /* drive number */
	p[38] = 0x29; /* the next three are there */
	put_le32(p + 39, n->serial);
	memcpy(p + 43, n->label, 11);
	memcpy(p + 54, f->bits == 12 ? "FAT12   " : "FAT16   ", 8);
	/* For a BIOS: int 0x18, "not bootable"; then hlt for ever. */
	memcpy(p + 62, "\xcd\x18\xf4\xeb\xfd", 5);
	put_le16(p + 510, 0xaa55);
}

static void set_next(const struct fat *f, unsigned char *table, uint32_t at,
    uint32_t next)
{
	unsigned char *p;

	if (f->bits == 16) {
		put_le16(table + 2 * at, (uint16_t)next);
		return;
	}
	p = table + at * 3 / 2;
	next &= 0xfff;
	if (at % 2)
		put_le16(p, (uint16_t)((p[0] & 0x0f) | next << 4));
	else
		put_le16(p, (uint16_t)(next | (p[1] & 0xf0u) << 8));
}

/* The file is one chain from cluster 2 on, then EFI, then BOOT. */
static void fill_table(const struct fat *f, unsigned char *table)
{
	uint32_t last = 1 + f->file_clusters, i;

	set_next(f, table, 0, 0xfff8);
	set_next(f, table, 1, 0xffff);
	for (i = 2; i < last; i++)
		set_next(f, table, i, i + 1);
	for (i = last; i <= last + 2; i++)
		set_next(f, table, i, 0xffff);
}

static void set_time(unsigned char *p, uint32_t seconds)
{
	time_t t = seconds < EPOCH_1980 ? EPOCH_1980 : seconds;
	struct tm tm;

	gmtime_r(&t, &tm);
	put_le16(p, (uint16_t)(tm.tm_hour << 11 | tm.tm_min << 5 |
			       tm.tm_sec / 2));
	put_le16(p + 2, (uint16_t)((tm.tm_year - 80) << 9 |
				   (tm.tm_mon + 1) << 5 | tm.tm_mday));
}

/* name: 11 characters. cluster 0 is the root directory, or none. */
static void entry(unsigned char *p, const char *name, unsigned char kind,
    const struct fat_name *n, uint32_t cluster, uint32_t size)
{
	memcpy(p, name, 11);
	p[11] = kind;
	if (kind != VOLUME) {
		set_time(p + 14, n->time); /* created */
		memcpy(p + 18, p + 16, 2); /* read: a date */
	}
	set_time(p + 22, n->time); /* written */
	put_le16(p + 26, (uint16_t)cluster);
	put_le32(p + 28, size);
}

void fat_head(const struct fat *f, const struct fat_name *n, unsigned char *out)
{
	unsigned char *table = out + RESERVED * FAT_SECTOR;
	uint32_t bytes = f->fat_sectors * FAT_SECTOR;
	unsigned char *root = table + 2 * (size_t)bytes;

	memset(out, 0, f->data);
	boot_sector(f, n, out);
	fill_table(f, table);
	memcpy(table + bytes, table, bytes);
	entry(root, n->label, VOLUME, n, 0, 0);
	entry(root + ENTRY, "EFI        ", DIRECTORY, n,
	    2 + f->file_clusters, 0);
}

void fat_tail(const struct fat *f, const struct fat_name *n, unsigned char *out)
{
	uint32_t efi = 2 + f->file_clusters, boot = efi + 1;
	unsigned char *p = out + (f->file_clusters * f->cluster - f->file);

	memset(out, 0, f->tail);
	entry(p, ".          ", DIRECTORY, n, efi, 0);
	entry(p + ENTRY, "..         ", DIRECTORY, n, 0, 0);
	entry(p + 2 * ENTRY, "BOOT       ", DIRECTORY, n, boot, 0);
	p += f->cluster;
	entry(p, ".          ", DIRECTORY, n, boot, 0);
	entry(p + ENTRY, "..         ", DIRECTORY, n, efi, 0);
	entry(p + 2 * ENTRY, "BOOTX64 EFI", ARCHIVE, n, 2, f->file);
}
