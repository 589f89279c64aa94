/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/bzimage.c tools/st/why.c
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/st/bzimage.h"
#include "toykernel.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

static unsigned char k[TOYKERNEL];

static uint32_t line(void)
{
	struct why why;
	uint32_t n;

	if (bzimage_check(k, BZIMAGE_HEAD, TOYKERNEL, &n, &why))
		fail_msg("%s", why.text);
	return n;
}

static void refused(size_t len, uint64_t size, const char *want)
{
	struct why why = {0};
	uint32_t n;

	assert_int_equal(bzimage_check(k, len, size, &n, &why), -1);
	if (!strstr(why.text, want))
		fail_msg("%s, not %s", why.text, want);
}

/* What QEMU showed: 2016 bytes start, 2017 are EINVAL. */
static void a_line_is_shorter_than_the_header_says(void **state)
{
	(void)state;
	toykernel(k);
	assert_int_equal(line(), 2016);
	memcpy(k + 0x238, "\xff\x0f", 2);
	assert_int_equal(line(), 4064);
	memcpy(k + 0x238, "\xff\xff\xff\xff", 4);
	assert_int_equal(line(), UINT32_MAX - 31);
	memcpy(k + 0x238, "\x1f\0\0\0", 4);
	assert_int_equal(line(), 0);
	memset(k + 0x238, 0, 4);
	assert_int_equal(line(), 0);
}

static void every_field_that_kexec_asks_for(void **state)
{
	static const struct {
		size_t at;
		unsigned char value;
		const char *want;
	} bad[] = {
		{0x202, 'h', "is no Linux kernel for x86-64"},
		{0x205, 's', "is no Linux kernel for x86-64"},
		{0x1fe, 0x54, "no boot sector's mark"},
		{0x1ff, 0, "no boot sector's mark"},
		{0x206, 0x0b, "boot protocol 2.11, and 2.12"},
		{0x207, 1, "boot protocol 1.15, and 2.12"},
		{0x211, 0xfe, "is a zImage"},
		{0x236, 2, "32-bit"},
		{0x236, 1, "CONFIG_RELOCATABLE"},
		{0x1f1, 3, "is cut off"}, /* 4 sectors are all of it */
		{0x1f1, 0, "is cut off"}, /* stands for 4 */
		{0x262, 0, "larger than the memory"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(bad); i++) {
		toykernel(k);
		k[bad[i].at] = bad[i].value;
		refused(BZIMAGE_HEAD, TOYKERNEL, bad[i].want);
	}
	toykernel(k);
	k[0x206] = 0x0c;
	k[0x1f1] = 2;
	assert_int_equal(line(), 2016);
	/* As the kernel rounds it, this is no memory at all. */
	memset(k + 0x260, 0xff, 4);
	refused(BZIMAGE_HEAD, TOYKERNEL, "larger than the memory");
}

static void short_files(void **state)
{
	(void)state;
	toykernel(k);
	for (size_t i = 0; i < BZIMAGE_HEAD; i++) {
		refused(i, i, "is no Linux kernel");
		refused(i, TOYKERNEL, "is no Linux kernel");
	}
	refused(BZIMAGE_HEAD, BZIMAGE_HEAD, "is cut off");
}

static void other_files_are_called_by_name(void **state)
{
	static const struct {
		const char *head;
		size_t len;
		const char *want;
	} others[] = {
		{"\x1f\x8b\x08", 3, "gzip"}, {"\x28\xb5\x2f\xfd", 4, "zstd"},
		{"\xfd" "7zXZ", 6, "xz"}, {"BZh9", 4, "bzip2"},
		{"\x02\x21\x4c\x18", 4, "lz4"}, {"\x04\x22\x4d\x18", 4, "lz4"},
		{"\x7f" "ELF", 4, "ELF"}, {"MZ", 2, "a UKI?"},
		{"kernel", 6, "is no Linux kernel for x86-64"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(others); i++) {
		memset(k, 0, sizeof(k));
		memcpy(k, others[i].head, others[i].len);
		refused(BZIMAGE_HEAD, TOYKERNEL, others[i].want);
	}
	memcpy(k + 56, "ARM\x64", 4);
	refused(BZIMAGE_HEAD, TOYKERNEL, "ARM64");
	/* Kernels with an EFI stub start like EFI programs. */
	toykernel(k);
	memcpy(k, "MZ", 2);
	assert_int_equal(line(), 2016);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_shorter_than_the_header_says),
		cmocka_unit_test(every_field_that_kexec_asks_for),
		cmocka_unit_test(short_files),
		cmocka_unit_test(other_files_are_called_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
