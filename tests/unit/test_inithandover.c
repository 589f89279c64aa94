/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/ospkg/archive.c tools/lib/cmdline.c tools/lib/addr.c tools/lib/err.c tools/st/hex.c
// libs:
/* What init writes for the next kernel, and what it makes of what it finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "../../tools/init/handover.c"

#define ONES "1111111111111111111111111111111111111111111111111111111111111111"

static unsigned char hash[OSPKG_HASH];

static size_t slurp(int fd, char *out, size_t size)
{
	ssize_t n = pread(fd, out, size - 1, 0);

	assert_true(n >= 0);
	out[n] = '\0';
	return (size_t)n;
}

static unsigned long field(const char *head, int n)
{
	char digits[9] = "";

	memcpy(digits, head + 6 + 8 * n, 8);
	return strtoul(digits, NULL, 16);
}

/* One member behind whatever is before, at a multiple of four; then the end. */
static void is_joined(void **state)
{
	char got[1024], want[512], *head, *data;
	int initramfs = memfd_create("i", 0), fd, joined;
	size_t n, size;

	(void)state;
	memset(hash, 0x11, sizeof(hash));
	fd = handover_begin(hash);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "secret", 6), 6);
	size = slurp(fd, want, sizeof(want));
	assert_non_null(strstr(want, "mayfly-handover 1\npackage " ONES "\ntime "));
	for (size_t length = 0; length < 5; length++) {
		assert_int_equal(ftruncate(initramfs, 0), 0);
		assert_int_equal(pwrite(initramfs, "zstd!", length, 0), length);
		joined = archive_begin(initramfs);
		assert_true(joined >= 0);
		assert_int_equal(archive_add(joined, HANDOVER_NAME, fd), 0);
		assert_int_equal(archive_end(joined), 0);
		n = slurp(joined, got, sizeof(got));
		assert_int_equal(n % 4, 0);
		assert_memory_equal(got, "zstd!", length);
		head = got + (length + 3) / 4 * 4;
		assert_memory_equal(head, "070701", 6);
		assert_int_equal(field(head, 1), S_IFREG | 0600);
		assert_int_equal(field(head, 6), size);
		assert_string_equal(head + 110, "handover");
		data = head + 110 + 10; /* "handover", NUL, and one to align */
		assert_memory_equal(data, want, size);
		assert_memory_equal(got + n - 124, "070701", 6);
		assert_string_equal(got + n - 14, "TRAILER!!!");
		handover_wipe(joined);
	}
	handover_wipe(fd);
	close(initramfs);
}

static void says_which(void **state)
{
	char out[HEX + 1];

	(void)state;
	running("quiet stboot.ospkg=" ONES " stboot.ospkg=x", out);
	assert_string_equal(out, ONES);
	running("stboot.ospkg=short stboot.ospkg=" ONES, out);
	assert_string_equal(out, "");
	running("quiet -- stboot.ospkg=" ONES, out);
	assert_string_equal(out, "");
	running("", out);
	assert_string_equal(out, "");
}

/* It is for the package that it names; and for the one that came back from that. */
static void is_for_one(void **state)
{
	char head[HEAD_MAX];
	unsigned char tried[OSPKG_HASH];
	static const char twos[] =
	    "2222222222222222222222222222222222222222222222222222222222222222";

	(void)state;
	memset(tried, 0x11, sizeof(tried));
	put_head(ONES, 7, head);
	assert_true(is_for(head, ONES, 7, NULL));
	assert_false(is_for(head, twos, 7, NULL));
	assert_true(is_for(head, twos, 7, tried));
	tried[0] = 0x12;
	assert_false(is_for(head, twos, 7, tried));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(is_joined),
	    cmocka_unit_test(says_which),
	    cmocka_unit_test(is_for_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
