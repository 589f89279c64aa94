/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/backoff.c
// libs:
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/lib/backoff.h"

enum { MACHINES = 20000, BINS = 10 };

/* The ceilings: 1 s doubling to 60 s, and no further, however often. */
static void bounded(void **state)
{
	static const uint32_t ceiling[] = {1000, 2000, 4000, 8000, 16000,
	    32000, 60000, 60000, 60000};
	unsigned i, n;

	(void)state;
	for (n = 0; n < 2000; n++) {
		struct backoff b = BACKOFF_DEFAULT;

		for (i = 0; i < sizeof(ceiling) / sizeof(*ceiling); i++)
			assert_true(backoff_next(&b) <= ceiling[i]);
		for (i = 0; i < 200; i++)
			assert_true(backoff_next(&b) <= 60000);
	}
}

/*
 * Many machines that lost a server at once: in each round their pauses fill
 * the whole range evenly, no tenth of it more than 15 % off (7 sigma).
 */
static void spread(void **state)
{
	static struct backoff b[MACHINES];
	unsigned round, i;

	(void)state;
	for (i = 0; i < MACHINES; i++)
		b[i] = (struct backoff)BACKOFF_DEFAULT;
	for (round = 0; round < 9; round++) {
		uint32_t ceiling = round < 6 ? 1000U << round : 60000;
		unsigned bin[BINS] = {0};

		for (i = 0; i < MACHINES; i++)
			bin[(uint64_t)backoff_next(&b[i]) * BINS /
			    (ceiling + 1)]++;
		for (i = 0; i < BINS; i++)
			assert_true(bin[i] >= MACHINES / BINS * 85 / 100 &&
			    bin[i] <= MACHINES / BINS * 115 / 100);
	}
}

static void begins_again(void **state)
{
	struct backoff b = {.first_ms = 10, .max_ms = 1000000};
	unsigned i;

	(void)state;
	for (i = 0; i < 10; i++)
		backoff_next(&b);
	b.failures = 0;
	assert_true(backoff_next(&b) <= 10);
}

static void extremes(void **state)
{
	struct backoff none = {0, 0, 0}, all = {UINT32_MAX, UINT32_MAX, 0};
	unsigned i;

	(void)state;
	for (i = 0; i < 100; i++) {
		assert_int_equal(backoff_next(&none), 0);
		backoff_next(&all);
	}
}

static void sleeps(void **state)
{
	int64_t before = boottime_ms();

	(void)state;
	assert_int_equal(backoff_sleep(30, before + 60000), 0);
	assert_true(boottime_ms() - before >= 30);
	before = boottime_ms();
	assert_int_equal(backoff_sleep(60000, before + 1000), -1);
	assert_int_equal(backoff_sleep(1, before - 1000), -1);
	assert_true(boottime_ms() - before < 30000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bounded),
		cmocka_unit_test(spread),
		cmocka_unit_test(begins_again),
		cmocka_unit_test(extremes),
		cmocka_unit_test(sleeps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
