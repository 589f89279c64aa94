/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/copy.c
// libs:
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/lib/copy.h"
#include "scratch.h"

enum { BIG = 100001 }; /* several buffers and a rest */

static unsigned char data[BIG], seen[BIG + 1];
static size_t nseen, limit;

static int sink(void *arg, const void *p, size_t n)
{
	assert_ptr_equal(arg, seen);
	if (nseen + n > limit)
		return -1;
	memcpy(seen + nseen, p, n);
	nseen += n;
	return 0;
}

/* Copy a file of len bytes that is said to have size. */
static enum copy_result copy(size_t len, uint64_t size)
{
	enum copy_result r;
	int fd;

	put_bytes("f", data, len);
	fd = open("f", O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	nseen = 0;
	r = copy_file(fd, size, sink, seen);
	close(fd);
	return r;
}

static void copies_all_bytes(void **state)
{
	static const size_t sizes[] = { 0, 1, 32767, 32768, 32769, BIG };
	size_t i;

	(void)state;
	for (i = 0; i < BIG; i++)
		data[i] = (unsigned char)(i * 31 + i / 256);
	limit = BIG;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		assert_int_equal(copy(sizes[i], sizes[i]), COPY_DONE);
		assert_int_equal(nseen, sizes[i]);
		assert_memory_equal(seen, data, sizes[i]);
	}
}

static void notices_another_size(void **state)
{
	(void)state;
	limit = BIG;
	assert_int_equal(copy(99, 100), COPY_CHANGED);
	assert_int_equal(copy(101, 100), COPY_CHANGED);
	assert_int_equal(nseen, 100);
	assert_int_equal(copy(1, 0), COPY_CHANGED);
	assert_int_equal(nseen, 0);
	assert_int_equal(copy(0, UINT64_MAX), COPY_CHANGED);
}

static void stops_when_the_sink_does(void **state)
{
	(void)state;
	limit = 40000;
	assert_int_equal(copy(BIG, BIG), COPY_SINK);
	assert_int_equal(nseen, 32768);
}

static void says_that_reading_failed(void **state)
{
	int fd = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(copy_file(fd, 1, sink, seen), COPY_READ);
	assert_int_equal(errno, EISDIR);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(copies_all_bytes),
		scratch_test(notices_another_size),
		scratch_test(stops_when_the_sink_does),
		scratch_test(says_that_reading_failed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
