// sources: tools/net/clock.c tools/net/sysctl.c tools/lib/err.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* What becomes of lines on their way to the kernel's log. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/net/relay.c"

static struct relay_line line;
static char out[RELAY_RECORD + 1];

/* The record of the last line in text; its length, 0 if there is none. */
static size_t put(const char *text, size_t n)
{
	size_t size = 0;

	for (size_t i = 0; i < n; i++) {
		size_t one = relay_put(&line, text[i], out);

		size = one ? one : size;
	}
	assert_true(size <= RELAY_RECORD);
	out[size] = '\0';
	return size;
}

static void whole(void **state)
{
	(void)state;
	assert_int_equal(put("init: half", 10), 0);
	assert_true(put(" a line\n", 8) > 0);
	assert_string_equal(out, "<3>init: half a line\n");
	assert_int_equal(put("\n\n", 2), 0);
	assert_true(put("first\nsecond\n", 13) > 0);
	assert_string_equal(out, "<3>second\n");
}

/* A line has no other end, no level of its own, and nothing for a terminal. */
static void harmless(void **state)
{
	static const char nul[] = "a\0b\n";

	(void)state;
	put("<0>\x1b[2J\r\x7f\x80\xc3\xa9\t.\n", 15);
	assert_string_equal(out, "<3><0>?[2J????? .\n");
	put(nul, 4);
	assert_string_equal(out, "<3>a?b\n");
}

static void longest(void **state)
{
	static char text[3 * RELAY_LINE];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[RELAY_LINE] = '\n';
	assert_int_equal(put(text, RELAY_LINE + 1), RELAY_LINE + 4);
	assert_string_equal(out + RELAY_LINE, "xxx\n");
	text[RELAY_LINE] = 'x';
	text[sizeof(text) - 1] = '\n';
	assert_int_equal(put(text, sizeof(text)), RELAY_LINE + 4);
	assert_string_equal(out + RELAY_LINE, "...\n");
	put("next\n", 5);
	assert_string_equal(out, "<3>next\n");
}

/* A burst, and then no more than so many, whatever is tried. */
static void bounded(void **state)
{
	int64_t paid = 0, now = 1000000;
	int said = 0;

	(void)state;
	for (int i = 0; i < 1000; i++)
		said += relay_allows(&paid, now);
	assert_int_equal(said, RELAY_BURST);
	for (said = 0; now < 1000000 + 100 * RELAY_PERIOD; now++)
		said += relay_allows(&paid, now);
	assert_true(said >= 99 && said <= 101);
	now += (int64_t)RELAY_BURST * RELAY_PERIOD;
	for (said = 0; relay_allows(&paid, now); said++)
		;
	assert_int_equal(said, RELAY_BURST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole),
	    cmocka_unit_test(harmless),
	    cmocka_unit_test(longest),
	    cmocka_unit_test(bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
