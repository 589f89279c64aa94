/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A boot medium with one EFI program, for x86-64 UEFI firmware: as a CD
 * (ISO 9660, ECMA-119, with an El Torito entry for EFI), and, the very same
 * bytes, as a USB stick or disk (GPT and MBR with an EFI system partition).
 *
 *	byte 0		MBR, GPT
 *	32768		ISO 9660 descriptors, boot catalog, directories
 *	65536		the FAT image: El Torito's and the partition's
 *	end - 16896	the second GPT
 *
 * The ISO's own file /EFI/BOOT/BOOTX64.EFI is the one in the FAT image: the
 * bytes are there once.
 */
#ifndef STMGR_ISO_H
#define STMGR_ISO_H

#include <stddef.h>
#include <stdint.h>

struct iso {
	const void *file;     /* the EFI program */
	size_t len;	      /* its bytes */
	uint32_t time;	      /* of everything; seconds since 1970, UTC */
	unsigned char id[32]; /* serial and GUIDs come from this: a hash */
};

/*
 * Write the image to fd, from its present position on. What is written
 * depends on *i alone. Returns 0, or -1 with errno: EFBIG: the program is
 * larger than 2 GiB; EINVAL: it is empty.
 */
int iso_write(int fd, const struct iso *i);

#endif
