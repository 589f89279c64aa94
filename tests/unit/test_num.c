/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/num.c
// libs:
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../tools/lib/num.h"

static void reads_decimals(void **state)
{
	uint64_t n;

	(void)state;
	assert_int_equal(num_decimal("0", 10, &n), 0);
	assert_int_equal(n, 0);
	assert_int_equal(num_decimal("10", 10, &n), 0);
	assert_int_equal(n, 10);
	assert_int_equal(num_decimal("18446744073709551615", UINT64_MAX, &n), 0);
	assert_true(n == UINT64_MAX);
}

static void refuses_other_spellings(void **state)
{
	static const char *const bad[] = { "", "00", "01", "+1", "-1", " 1",
		"1 ", "1x", "0x1", "1.0", "11", "99999999999999999999",
		"18446744073709551616" };
	uint64_t n = 7;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		uint64_t max = i < 11 ? 10 : UINT64_MAX;

		assert_int_equal(num_decimal(bad[i], max, &n), -1);
		assert_int_equal(n, 7);
	}
}

static void reads_the_epoch(void **state)
{
	const char *why = NULL;
	uint32_t t;

	(void)state;
	setenv("SOURCE_DATE_EPOCH", "1795392000", 1);
	assert_int_equal(num_epoch(&t, &why), 0);
	assert_int_equal(t, 1795392000);
	setenv("SOURCE_DATE_EPOCH", "4294967295", 1);
	assert_int_equal(num_epoch(&t, &why), 0);
	assert_true(t == UINT32_MAX);
	assert_null(why);
}

static void refuses_a_bad_epoch(void **state)
{
	static const char *const bad[] = { "", "now", "-1", "1.5", "4294967296",
		"01" };
	size_t i;
	uint32_t t;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *why = NULL;

		setenv("SOURCE_DATE_EPOCH", bad[i], 1);
		assert_int_equal(num_epoch(&t, &why), -1);
		assert_string_equal(why, "is not a decimal number below 2^32");
	}
	unsetenv("SOURCE_DATE_EPOCH");
	{
		const char *why = NULL;

		assert_int_equal(num_epoch(&t, &why), -1);
		assert_memory_equal(why, "is not set:", 11);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_decimals),
		cmocka_unit_test(refuses_other_spellings),
		cmocka_unit_test(reads_the_epoch),
		cmocka_unit_test(refuses_a_bad_epoch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
