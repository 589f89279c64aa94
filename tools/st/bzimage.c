/* SPDX-License-Identifier: BSD-2-Clause */
#include "bzimage.h"

#include <stdbool.h>
#include <string.h>

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

/* Documentation/arch/x86/boot.rst: offsets in the file, and what is there. */
enum {
	SETUP_SECTS = 0x1f1,
	BOOT_FLAG = 0x1fe,
	MAGIC = 0x202, /* "HdrS" */
	VERSION = 0x206,
	LOADFLAGS = 0x211,
	XLOADFLAGS = 0x236,
	CMDLINE_SIZE = 0x238,
	INIT_SIZE = 0x260,

	SECTOR = 512,
	SECTS_DEFAULT = 4, /* that 0 stands for */
	BOOT_SECTOR = 0xaa55,
	VERSION_MIN = 0x020c,
	LOADED_HIGH = 1,
	KERNEL_64 = 1,
	ABOVE_4G = 2,
	PAGE = 4096,

	/*
	 * kexec keeps room for " elfcorehdr=ADDRESS", in every load and not only
	 * in one for a panic, and counts the NUL.
	 */
	ELFCOREHDR = 30,
	RESERVED = ELFCOREHDR + 1,
};

#define TAKE_BZIMAGE "take the bzImage (arch/x86/boot/bzImage, /boot/vmlinuz-*)"

/* Files that are taken for kernels, by what they start with. */
static const struct {
	const char *magic;
	size_t at, len;
	const char *what;
} others[] = {
	{ "\x1f\x8b", 0, 2, "is compressed with gzip, and kexec does not unpack: "
	  "unpack it" },
	{ "\x28\xb5\x2f\xfd", 0, 4, "is compressed with zstd, and kexec does not "
	  "unpack: unpack it" },
	{ "\xfd" "7zXZ", 0, 5, "is compressed with xz, and kexec does not unpack: "
	  "unpack it" },
	{ "BZh", 0, 3, "is compressed with bzip2, and kexec does not unpack: "
	  "unpack it" },
	{ "\x02\x21\x4c\x18", 0, 4, "is compressed with lz4, and kexec does not "
	  "unpack: unpack it" },
	{ "\x04\x22\x4d\x18", 0, 4, "is compressed with lz4, and kexec does not "
	  "unpack: unpack it" },
	{ "\x7f" "ELF", 0, 4, "is an ELF file (a vmlinux?), which kexec does not "
	  "take: " TAKE_BZIMAGE },
	{ "ARM\x64", 56, 4, "is a kernel for ARM64, not x86-64" },
	{ "MZ", 0, 2, "is an EFI program (a UKI?), which kexec does not take: put "
	  "in the kernel that is in it" },
};

static uint32_t le(const unsigned char *p, size_t bytes)
{
	uint32_t v = 0;

	while (bytes-- > 0)
		v = v << 8 | p[bytes];
	return v;
}

static int refuse(struct why *why, const char *text)
{
	why_set(why, "%s", text);
	return -1;
}

/* There is no header. What is it instead? */
static int not_one(const unsigned char *head, size_t len, struct why *why)
{
	for (size_t i = 0; i < LEN(others); i++)
		if (len >= others[i].at + others[i].len &&
		    !memcmp(head + others[i].at, others[i].magic,
			others[i].len))
			return refuse(why, others[i].what);
	return refuse(why, "is no Linux kernel for x86-64: " TAKE_BZIMAGE);
}

static int check_flags(const unsigned char *head, struct why *why)
{
	uint32_t version = le(head + VERSION, 2);
	uint32_t xload = le(head + XLOADFLAGS, 2);

	if (le(head + BOOT_FLAG, 2) != BOOT_SECTOR)
		return refuse(why, "is damaged: it has no boot sector's mark");
	if (version < VERSION_MIN) {
		why_set(why, "is too old for kexec: boot protocol %u.%02u, and "
			"2.12 (Linux 3.8) is the least", version >> 8,
		    version & 0xff);
		return -1;
	}
	if (!(head[LOADFLAGS] & LOADED_HIGH))
		return refuse(why, "is a zImage: " TAKE_BZIMAGE);
	if (!(xload & KERNEL_64))
		return refuse(why, "is a kernel for 32-bit machines: x86-64 is "
				   "needed");
	if (!(xload & ABOVE_4G))
		return refuse(why, "cannot be loaded anywhere in memory, as kexec "
				   "wants: set CONFIG_RELOCATABLE");
	return 0;
}

int bzimage_check(const unsigned char *head, size_t len, uint64_t size,
    uint32_t *line, struct why *why)
{
	uint64_t setup;
	uint32_t init;

	if (len < BZIMAGE_HEAD || size < BZIMAGE_HEAD ||
	    memcmp(head + MAGIC, "HdrS", 4) != 0)
		return not_one(head, len, why);
	if (check_flags(head, why))
		return -1;
	setup = head[SETUP_SECTS] ? head[SETUP_SECTS] : SECTS_DEFAULT;
	setup = (setup + 1) * SECTOR;
	/* In 32 bits, as the kernel rounds it. */
	init = (le(head + INIT_SIZE, 4) + PAGE - 1) & ~(uint32_t)(PAGE - 1);
	if (size <= setup)
		return refuse(why, "is cut off");
	if (size - setup > init)
		return refuse(why, "is damaged: it is larger than the memory it "
				   "says it needs");
	*line = le(head + CMDLINE_SIZE, 4);
	*line = *line > RESERVED ? *line - RESERVED : 0;
	return 0;
}
