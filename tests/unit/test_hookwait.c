// sources: tools/net/clock.c tools/net/console.c tools/net/hookfile.c tools/lib/addr.c tools/lib/err.c tools/lib/grow.c tools/lib/netlink.c tools/lib/rtnl.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* How long a DHCP client that nobody answers is held back. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/net/hookwait.c"

static void first_minute(void **state)
{
	(void)state;
	for (unsigned long i = 0; i < QUICK; i++)
		assert_int_equal(hookwait_pause(i, 12345), 0);
	assert_true(hookwait_pause(QUICK, 0) > 0);
}

/* Longer each time, with chance, to a minute and a quarter at most. */
static void later(void **state)
{
	int before = 0;

	(void)state;
	for (unsigned long i = QUICK; i < QUICK + 4; i++) {
		assert_true(hookwait_pause(i, 0) > before);
		before = hookwait_pause(i, 0);
	}
	assert_int_equal(before, LONGEST * 3 / 4);
	assert_int_equal(hookwait_pause(1000, 0), LONGEST * 3 / 4);
	assert_int_equal(hookwait_pause(ULONG_MAX, LONGEST / 2),
			 LONGEST * 5 / 4);
	assert_true(hookwait_pause(20, UINT_MAX) <= LONGEST * 5 / 4);
	assert_true(hookwait_pause(20, 7) != hookwait_pause(20, 9));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_minute), cmocka_unit_test(later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
