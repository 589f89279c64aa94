/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A FAT file system that holds \EFI\BOOT\BOOTX64.EFI and nothing else, no
 * larger than that needs: FAT12 for a file below 2 MB, FAT16 above. UEFI
 * firmware reads both (UEFI 2.10, section 13.3).
 */
#ifndef STMGR_FAT_H
#define STMGR_FAT_H

#include <stdint.h>

enum { FAT_SECTOR = 512 };

/*
 * The geometry. The image is, in this order: `data` bytes from fat_head(),
 * the `file` bytes themselves in one piece, `tail` bytes from fat_tail().
 * data and the sum of the three are multiples of 2048, so that a CD can
 * share both the image and the file in it.
 */
struct fat {
	uint32_t file;		  /* bytes of the file */
	unsigned int bits;	  /* 12 or 16 */
	uint32_t cluster;	  /* bytes of a cluster */
	uint32_t clusters;	  /* how many, the free ones included */
	uint32_t file_clusters;	  /* the file has the first ones */
	uint32_t fat_sectors;	  /* of one of the two tables */
	uint32_t data, tail;	  /* bytes */
	uint32_t size;		  /* bytes of the whole image */
};

/* What is not geometry. */
struct fat_name {
	char label[12];	 /* 11 upper case characters, padded with blanks */
	uint32_t serial; /* the volume's */
	uint32_t hidden; /* sectors before the image on its disk */
	uint32_t time;	 /* of the entries; seconds since 1970, UTC */
};

/*
 * Plan an image for a file of that many bytes. Returns 0, or -1 if the file
 * is empty or larger than FAT16 can hold with clusters of 32 KiB (2 GiB).
 */
int fat_plan(struct fat *f, uint64_t file);

/* The f->data bytes before, and the f->tail bytes after the file. */
void fat_head(const struct fat *f, const struct fat_name *n, unsigned char *out);
void fat_tail(const struct fat *f, const struct fat_name *n, unsigned char *out);

#endif
