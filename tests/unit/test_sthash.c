/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/hash.c
// libs: -lcrypto
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/st/hash.h"
#include "scratch.h"

static void check(const char *name, const char *want, uint64_t bytes)
{
	unsigned char hash[HASH_BYTES];
	char hex[2 * HASH_BYTES + 1];
	uint64_t size = 77;
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	size_t i;

	assert_true(fd >= 0);
	assert_int_equal(hash_fd(fd, hash, &size), 0);
	close(fd);
	for (i = 0; i < HASH_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
	assert_string_equal(hex, want);
	assert_int_equal(size, bytes);
}

/* FIPS 180-4's examples: nothing, "abc", and a million times "a". */
static void known_hashes(void **state)
{
	char *many = malloc(1000000);

	(void)state;
	put("empty", "");
	check("empty", "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855", 0);
	put("abc", "abc");
	check("abc", "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad", 3);
	assert_non_null(many);
	memset(many, 'a', 1000000);
	put_bytes("many", many, 1000000);
	free(many);
	check("many", "cdc76e5c9914fb9281a1c7e284d73e67"
	    "f1809a48a497200e046d39ccc7112cd0", 1000000);
}

static void failed_read(void **state)
{
	unsigned char hash[HASH_BYTES];
	int fd = open(".", O_RDONLY | O_CLOEXEC);

	(void)state;
	assert_int_equal(hash_fd(fd, hash, NULL), -1);
	assert_int_equal(errno, EISDIR);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(known_hashes),
		scratch_test(failed_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
