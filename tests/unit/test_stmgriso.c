/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/stmgr/fat.c tools/stmgr/gpt.c tools/stmgr/iso.c
// libs: -lz
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <zlib.h>

#include "../../tools/stmgr/bytes.h"
#include "../../tools/stmgr/iso.h"
#include "scratch.h"

static unsigned char program[100001];

static unsigned char *make(const char *path, size_t len, size_t *size)
{
	struct iso iso = { .file = program, .len = len, .time = 1700000000 };
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	size_t i;

	for (i = 0; i < sizeof(program); i++)
		program[i] = (unsigned char)(i * 7 + i / 251);
	memset(iso.id, 0x5a, sizeof(iso.id));
	assert_int_equal(iso_write(fd, &iso), 0);
	assert_int_equal(close(fd), 0);
	return (unsigned char *)get(path, size);
}

/* The GPT whose header is sector n; its partition's first sector. */
static uint64_t gpt(unsigned char *image, uint64_t n)
{
	unsigned char *h = image + n * 512, copy[92];
	const unsigned char *e;

	assert_memory_equal(h, "EFI PART", 8);
	assert_int_equal(get_le64(h + 24), n);
	memcpy(copy, h, 92);
	put_le32(copy + 16, 0);
	assert_int_equal(crc32(0, copy, 92), get_le32(h + 16));
	e = image + get_le64(h + 72) * 512;
	assert_int_equal(crc32(0, e, 128 * 128), get_le32(h + 88));
	assert_true(get_le64(e + 32) >= get_le64(h + 40));
	assert_true(get_le64(e + 40) <= get_le64(h + 48));
	return get_le64(e + 32);
}

/* From the boot catalog, and from both partition tables, to the program. */
static void all_ways_lead_to_the_program(void **state)
{
	size_t size, sectors;
	unsigned char *image = make("i", sizeof(program), &size), *p, *fat;
	uint16_t sum = 0;
	int i;

	(void)state;
	assert_int_equal(size % 2048, 0);
	sectors = size / 512;
	p = image + 17 * 2048;
	assert_memory_equal(p, "\0CD001\1EL TORITO SPECIFICATION\0", 32);
	p = image + get_le32(p + 71) * 2048;
	for (i = 0; i < 32; i += 2)
		sum = (uint16_t)(sum + get_le16(p + i));
	assert_int_equal(sum, 0);
	assert_int_equal(p[1], 0xef);
	assert_int_equal(p[32], 0x88);
	fat = image + get_le32(p + 40) * 2048;
	assert_memory_equal(fat + 54, "FAT12   ", 8);
	assert_int_equal(get_le16(p + 38), get_le16(fat + 19));
	assert_int_equal(gpt(image, 1) * 512, fat - image);
	assert_int_equal(gpt(image, sectors - 1) * 512, fat - image);
	assert_int_equal(image[446 + 4], 0xee);
	assert_int_equal(get_le32(image + 446 + 8), 1);
	assert_int_equal(image[462 + 4], 0xef);
	assert_int_equal(get_le32(image + 462 + 8) * 512, fat - image);
	assert_int_equal(get_le32(image + 462 + 12), get_le16(fat + 19));
	/* ISO 9660: /, EFI, BOOT, each the third record of the one above */
	p = image + get_le32(image + 16 * 2048 + 158) * 2048 + 68;
	assert_memory_equal(p + 32, "\3EFI", 4);
	p = image + get_le32(p + 2) * 2048 + 68;
	assert_memory_equal(p + 32, "\4BOOT", 5);
	p = image + get_le32(p + 2) * 2048 + 68;
	assert_memory_equal(p + 32, "\15BOOTX64.EFI;1", 14);
	assert_int_equal(get_le32(p + 10), sizeof(program));
	assert_memory_equal(image + get_le32(p + 2) * 2048, program,
	    sizeof(program));
	free(image);
}

static void same_input_same_bytes(void **state)
{
	size_t a, b;
	unsigned char *one, *two;

	(void)state;
	one = make("a", 5000, &a);
	assert_int_equal(setenv("TZ", "Asia/Tokyo", 1), 0);
	two = make("b", 5000, &b);
	unsetenv("TZ");
	assert_int_equal(a, b);
	assert_memory_equal(one, two, a);
	free(one);
	free(two);
}

static void limits(void **state)
{
	struct iso iso = { .file = program, .len = 0 };

	(void)state;
	assert_int_equal(iso_write(-1, &iso), -1);
	assert_int_equal(errno, EINVAL);
	iso.len = SIZE_MAX;
	assert_int_equal(iso_write(-1, &iso), -1);
	assert_int_equal(errno, EFBIG);
	iso.len = 1;
	assert_int_equal(iso_write(-1, &iso), -1);
	assert_int_equal(errno, EBADF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(all_ways_lead_to_the_program),
		scratch_test(same_input_same_bytes),
		scratch_test(limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
