/* SPDX-License-Identifier: BSD-2-Clause */
#include "iso.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bytes.h"
#include "fat.h"
#include "gpt.h"

#define VOLUME "STBOOT"

/* Blocks of 2048 bytes. */
enum {
	BLOCK = 2048,
	DESCRIPTOR = 16,
	BOOT_RECORD,
	TERMINATOR,
	CATALOG,
	PATHS_LE,
	PATHS_BE,
	DIR_ROOT,
	DIR_EFI,
	DIR_BOOT,
	IMAGE = 32, /* the FAT image, at 64 KiB for the sake of flash */
	PATHS_BYTES = 10 + 12 + 12,
};

/* Both byte orders, one after the other. */
static void both16(unsigned char *p, uint16_t v)
{
	put_le16(p, v);
	put_be16(p + 2, v);
}

static void both32(unsigned char *p, uint32_t v)
{
	put_le32(p, v);
	put_be32(p + 4, v);
}

static struct tm utc(uint32_t seconds)
{
	time_t t = seconds;
	struct tm tm;

	gmtime_r(&t, &tm);
	return tm;
}

/* A directory record (9.1); returns what follows it. */
static unsigned char *record(unsigned char *p, const struct tm *tm,
    const char *name, size_t len, int is_dir, uint32_t block, uint32_t size)
{
	size_t n = (33 + len + 1) / 2 * 2;

	p[0] = (unsigned char)n;
	both32(p + 2, block);
	both32(p + 10, size);
	p[18] = (unsigned char)tm->tm_year;
	p[19] = (unsigned char)(tm->tm_mon + 1);
	p[20] = (unsigned char)tm->tm_mday;
	p[21] = (unsigned char)tm->tm_hour;
	p[22] = (unsigned char)tm->tm_min;
	p[23] = (unsigned char)tm->tm_sec;
	p[25] = is_dir ? 2 : 0;
	both16(p + 28, 1);
	p[32] = (unsigned char)len;
	memcpy(p + 33, name, len);
	return p + n;
}

/* "." and ".." */
static unsigned char *dots(unsigned char *p, const struct tm *tm, uint32_t self,
    uint32_t parent)
{
	p = record(p, tm, "", 1, 1, self, BLOCK);
	return record(p, tm, "\1", 1, 1, parent, BLOCK);
}

/* Path tables (9.4); n: number of the parent. */
static unsigned char *path(unsigned char *p, const char *name, size_t len,
    uint32_t block, uint16_t parent, int big)
{
	p[0] = (unsigned char)len;
	if (big) {
		put_be32(p + 2, block);
		put_be16(p + 6, parent);
	} else {
		put_le32(p + 2, block);
		put_le16(p + 6, parent);
	}
	memcpy(p + 8, name, len);
	return p + 8 + (len + 1) / 2 * 2;
}

static void paths(unsigned char *p, int big)
{
	p = path(p, "", 1, DIR_ROOT, 1, big);
	p = path(p, "EFI", 3, DIR_EFI, 1, big);
	path(p, "BOOT", 4, DIR_BOOT, 2, big);
}

static void descriptor(unsigned char *p, const struct tm *tm, uint32_t blocks)
{
	char date[32];
	size_t i;

	memcpy(p, "\1CD001\1", 7);
	memset(p + 8, ' ', 64); /* system, volume */
	memcpy(p + 40, VOLUME, strlen(VOLUME));
	both32(p + 80, blocks);
	both16(p + 120, 1); /* volume 1 of 1 */
	both16(p + 124, 1);
	both16(p + 128, BLOCK);
	both32(p + 132, PATHS_BYTES);
	put_le32(p + 140, PATHS_LE);
	put_be32(p + 148, PATHS_BE);
	record(p + 156, tm, "", 1, 1, DIR_ROOT, BLOCK);
	memset(p + 190, ' ', 623); /* names of people and files */
	strftime(date, sizeof(date), "%Y%m%d%H%M%S00", tm);
	memcpy(p + 813, date, 16); /* made, changed; the zone stays 0 */
	memcpy(p + 830, date, 16);
	for (i = 847; i < 881; i += 17)
		memset(p + i, '0', 16); /* no end, no start */
	p[881] = 1;
}

/*
 * The boot catalog. The length counts sectors of 512 bytes; where 16 bits do
 * not suffice, 0 tells EFI firmware that the image goes to the end of the CD
 * (UEFI 2.10, 13.3.2.1), which is true: behind it is only the GPT.
 */
static void catalog(unsigned char *p, const struct fat *fat)
{
	uint32_t sectors = fat->size / FAT_SECTOR;
	uint16_t sum = 0;
	size_t i;

	p[0] = 1;
	p[1] = 0xef; /* EFI */
	memcpy(p + 4, "MAYFLY", 6);
	p[30] = 0x55;
	p[31] = 0xaa;
	for (i = 0; i < 32; i += 2)
		sum = (uint16_t)(sum + get_le16(p + i));
	put_le16(p + 28, (uint16_t)(0x10000u - sum));
	p[32] = 0x88; /* bootable; no emulation */
	put_le16(p + 38, sectors > UINT16_MAX ? 0 : (uint16_t)sectors);
	put_le32(p + 40, IMAGE);
}

/* The first 64 KiB; out is zero. */
static void head(const struct iso *i, const struct fat *fat,
    const struct gpt *gpt, unsigned char *out)
{
	struct tm tm = utc(i->time);
	unsigned char *p;

	gpt_head(gpt, out);
	descriptor(out + DESCRIPTOR * BLOCK, &tm,
	    gpt->sectors / (BLOCK / GPT_SECTOR));
	p = out + BOOT_RECORD * BLOCK;
	memcpy(p, "\0CD001\1EL TORITO SPECIFICATION", 30);
	put_le32(p + 71, CATALOG);
	memcpy(out + TERMINATOR * BLOCK, "\xff" "CD001\1", 7);
	catalog(out + CATALOG * BLOCK, fat);
	paths(out + PATHS_LE * BLOCK, 0);
	paths(out + PATHS_BE * BLOCK, 1);
	p = dots(out + DIR_ROOT * BLOCK, &tm, DIR_ROOT, DIR_ROOT);
	record(p, &tm, "EFI", 3, 1, DIR_EFI, BLOCK);
	p = dots(out + DIR_EFI * BLOCK, &tm, DIR_EFI, DIR_ROOT);
	record(p, &tm, "BOOT", 4, 1, DIR_BOOT, BLOCK);
	p = dots(out + DIR_BOOT * BLOCK, &tm, DIR_BOOT, DIR_EFI);
	record(p, &tm, "BOOTX64.EFI;1", 13, 0, IMAGE + fat->data / BLOCK,
	    fat->file);
}

static int put(int fd, const void *data, size_t n)
{
	const char *p = data;

	while (n > 0) {
		ssize_t ret = write(fd, p, n);

		if (ret < 0 && errno != EINTR)
			return -1;
		if (ret > 0) {
			p += ret;
			n -= (size_t)ret;
		}
	}
	return 0;
}

/* Everything but the file is small: made in one buffer, before and behind. */
static int write_all(int fd, const struct iso *i, const struct fat *fat,
    const struct gpt *gpt, unsigned char *buf)
{
	size_t before = (size_t)IMAGE * BLOCK, total;
	struct fat_name name;

	memset(&name, 0, sizeof(name));
	memcpy(name.label, VOLUME "           ", 11);
	name.serial = get_le32(i->id);
	name.hidden = gpt->first;
	name.time = i->time;

	head(i, fat, gpt, buf);
	fat_head(fat, &name, buf + before);
	if (put(fd, buf, before + fat->data) || put(fd, i->file, i->len))
		return -1;
	total = (size_t)gpt->sectors * GPT_SECTOR - before - fat->size;
	memset(buf, 0, fat->tail + total);
	fat_tail(fat, &name, buf);
	gpt_tail(gpt, buf + fat->tail + total - GPT_TAIL * GPT_SECTOR);
	return put(fd, buf, fat->tail + total);
}

int iso_write(int fd, const struct iso *i)
{
	unsigned char *buf;
	struct fat fat;
	struct gpt gpt;
	size_t n;
	int ret;

	if (fat_plan(&fat, i->len)) {
		errno = i->len ? EFBIG : EINVAL;
		return -1;
	}
	memset(&gpt, 0, sizeof(gpt));
	gpt.name = VOLUME;
	gpt.first = IMAGE * BLOCK / GPT_SECTOR;
	gpt.count = fat.size / GPT_SECTOR;
	/* All of it in whole blocks. */
	gpt.sectors = (gpt.first + gpt.count + GPT_TAIL + 3) / 4 * 4;
	memcpy(gpt.id, i->id, sizeof(gpt.id));
	/* More than each of the two pieces beside the file needs. */
	n = (size_t)gpt.sectors * GPT_SECTOR - fat.file;
	buf = calloc(1, n);
	if (!buf)
		return -1;
	ret = write_all(fd, i, &fat, &gpt, buf);
	free(buf);
	return ret;
}
