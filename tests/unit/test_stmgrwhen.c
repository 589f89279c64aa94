/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/stmgr/when.c
// libs: -lcrypto
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/stmgr/when.h"

static void good(const char *s, time_t want)
{
	time_t t = 7;

	assert_int_equal(when_parse(s, &t), 0);
	assert_int_equal(t, want);
}

static void dates(void **state)
{
	char text[WHEN_TEXT];

	(void)state;
	good("1970-01-01T00:00:00Z", 0);
	good("1970-01-01T01:00:00+01:00", 0);
	good("1969-12-31T14:30:00-09:30", 0);
	good("2026-11-23T10:11:12Z", 1795428672);
	good("2026-11-23T10:11:12.999Z", 1795428672);
	good("2024-02-29T00:00:00Z", 1709164800);
	good("2000-02-29T00:00:00Z", 951782400);
	good("9999-12-31T23:59:59Z", 253402300799);
	good("0001-01-01T00:00:00Z", -62135596800);
	assert_string_equal(when_text(1795428672, text),
	    "2026-11-23T10:11:12Z");
}

static void no_dates(void **state)
{
	static const char *const bad[] = {
		"", "now", "2026", "2026-11-23", "2026-11-23T10:11:12",
		"2026-11-23 10:11:12Z", "2026-11-23t10:11:12Z",
		"2026-11-23T10:11:12z", "2026-11-23T10:11:12ZZ",
		"2026-11-23T10:11:12.Z", "2026-11-23T10:11:12,5Z",
		"2026-11-23T10:11:12+1:00", "2026-11-23T10:11:12+0100",
		"2026-11-23T10:11:12+24:00", "2026-11-23T10:11:12+01:60",
		"2026-11-23T10:11:12+01:000", "2026-11-23T24:00:00Z",
		"2026-11-23T10:60:00Z", "2026-11-23T10:11:60Z",
		"2026-00-23T10:11:12Z", "2026-13-23T10:11:12Z",
		"2026-11-00T10:11:12Z", "2026-11-31T10:11:12Z",
		"2026-02-29T10:11:12Z", "1900-02-29T10:11:12Z",
		"0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z",
		"26-11-23T10:11:12Z", "2026-1-23T10:11:12Z",
		"+026-11-23T10:11:12Z", " 2026-11-23T10:11:12Z",
	};
	size_t i;
	time_t t;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (!when_parse(bad[i], &t))
			fail_msg("%s was taken", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates),
		cmocka_unit_test(no_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
