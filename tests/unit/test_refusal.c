// sources: tools/upgrade/refusal.c
// libs:
/* SPDX-License-Identifier: BSD-2-Clause */
/* A descriptor that was refused is left alone for a while, another one is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "../../tools/upgrade/refusal.h"

static const unsigned char one[HASH_BYTES] = {1}, two[HASH_BYTES] = {2},
			   zero[HASH_BYTES];

/* As long as it may be. */
uint32_t backoff_next(struct backoff *b)
{
	uint64_t ceiling = (uint64_t)b->first_ms << b->failures++;

	return ceiling < b->max_ms ? (uint32_t)ceiling : b->max_ms;
}

static void nothing(void **state)
{
	struct refusal r = {.until = 0};

	(void)state;
	assert_false(refusal_holds(&r, one, 0));
	assert_false(refusal_holds(&r, zero, -1));
}

static void holds(void **state)
{
	struct refusal r = {.until = 0};

	(void)state;
	assert_int_equal(refusal_note(&r, one, 1000, 60000), 60000);
	assert_true(refusal_holds(&r, one, 1000));
	assert_true(refusal_holds(&r, one, 60999));
	assert_false(refusal_holds(&r, one, 61000));
	assert_false(refusal_holds(&r, two, 1000));
}

/* Twice as long, up to a day, and from the beginning for another. */
static void grows(void **state)
{
	struct refusal r = {.until = 0};

	(void)state;
	for (uint32_t want = 60000; want < 86400000; want *= 2)
		assert_int_equal(refusal_note(&r, one, 0, 60000), want);
	assert_int_equal(refusal_note(&r, one, 0, 60000), 86400000);
	assert_int_equal(refusal_note(&r, one, 0, 60000), 86400000);
	assert_int_equal(refusal_note(&r, two, 0, 60000), 60000);
	assert_false(refusal_holds(&r, one, 0));
	assert_true(refusal_holds(&r, two, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing), cmocka_unit_test(holds),
		cmocka_unit_test(grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
