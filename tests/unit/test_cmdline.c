// sources: tools/lib/cmdline.c tools/lib/addr.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel command line: options, quotes, the end, wg.port. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmdline.h"

static void options(void **state)
{
	char text[] = "  quiet ip=dhcp\tx= wg.peer=a=b \"y=1 2\" z=\"3 4\"\n";
	char *rest = text, *key, *value;

	(void)state;
	assert_int_equal(cmdline_next(&rest, &key, &value), 1);
	assert_string_equal(key, "quiet");
	assert_null(value);
	assert_int_equal(cmdline_next(&rest, &key, &value), 1);
	assert_string_equal(key, "ip");
	assert_string_equal(value, "dhcp");
	assert_int_equal(cmdline_next(&rest, &key, &value), 1);
	assert_string_equal(key, "x");
	assert_string_equal(value, "");
	assert_int_equal(cmdline_next(&rest, &key, &value), 1);
	assert_string_equal(key, "wg.peer");
	assert_string_equal(value, "a=b");
	assert_int_equal(cmdline_next(&rest, &key, &value), 1);
	assert_string_equal(key, "y");
	assert_string_equal(value, "1 2");
	assert_int_equal(cmdline_next(&rest, &key, &value), 1);
	assert_string_equal(key, "z");
	assert_string_equal(value, "3 4");
	assert_int_equal(cmdline_next(&rest, &key, &value), 0);
	assert_int_equal(cmdline_next(&rest, &key, &value), 0);
}

static void end(void **state)
{
	char text[] = "a -- b", open[] = "a=\"b c";
	char *rest = text, *key, *value;

	(void)state;
	assert_int_equal(cmdline_next(&rest, &key, &value), 1);
	assert_int_equal(cmdline_next(&rest, &key, &value), 0);
	rest = open; /* a quote that is never closed reaches to the end */
	assert_int_equal(cmdline_next(&rest, &key, &value), 1);
	assert_string_equal(value, "b c");
	assert_int_equal(cmdline_next(&rest, &key, &value), 0);
}

static int find(const char *text, enum cmdline_which which, char value[5])
{
	memset(value, 'x', 5);
	return cmdline_find(text, "a", which, value, 5);
}

static void found(void **state)
{
	char value[5];

	(void)state;
	assert_int_equal(find("a=1 b=2 a=3 aa=4", CMDLINE_FIRST, value), 1);
	assert_string_equal(value, "1");
	assert_int_equal(find("a=1 b=2 a=3 aa=4", CMDLINE_LAST, value), 1);
	assert_string_equal(value, "3");
	assert_int_equal(find("a=\"1 2\"", CMDLINE_LAST, value), 1);
	assert_string_equal(value, "1 2");
	assert_int_equal(find("a=1234", CMDLINE_LAST, value), 1);
	assert_string_equal(value, "1234");
	assert_int_equal(find("a=", CMDLINE_LAST, value), 1);
	assert_string_equal(value, "");
}

static void not_found(void **state)
{
	char value[5];

	(void)state;
	assert_int_equal(find("b=1 aa=1 -- a=1", CMDLINE_FIRST, value), 0);
	assert_string_equal(value, "");
	assert_int_equal(find("a=12345", CMDLINE_LAST, value), -1);
	assert_string_equal(value, "");
	/* The one that counts is bad; there is none in its place. */
	assert_int_equal(find("a a=1", CMDLINE_FIRST, value), -1);
	assert_string_equal(value, "");
	assert_int_equal(find("a=1 a", CMDLINE_LAST, value), -1);
	assert_string_equal(value, "");
}

static void reading(void **state)
{
	char path[] = "/tmp/test_cmdline.XXXXXX", buf[CMDLINE_MAX];
	static const char big[CMDLINE_MAX] = "x";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "a b\n", 4), 4);
	assert_int_equal(cmdline_read(path, buf), 0);
	assert_string_equal(buf, "a b\n");
	assert_int_equal(write(fd, big, sizeof(big)), sizeof(big));
	assert_int_equal(cmdline_read(path, buf), -1);
	assert_int_equal(errno, EFBIG);
	close(fd);
	unlink(path);
	assert_int_equal(cmdline_read(path, buf), -1);
	assert_int_equal(errno, ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options), cmocka_unit_test(end), cmocka_unit_test(found),
		cmocka_unit_test(not_found), cmocka_unit_test(reading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
