/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/err.c
// libs:
/* A server without its list of peers, and how often it says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/init/waits.c"

static int64_t now;
static struct rtnl_link link[2];
static bool fails;

int64_t clock_now(void)
{
	return now;
}

int nl_open(struct nl *n, int protocol, unsigned int groups)
{
	(void)n, (void)protocol, (void)groups;
	return 0;
}

int rtnl_links(struct nl *n, struct rtnl_links *out)
{
	(void)n;
	out->link = link;
	out->count = 2;
	return fails ? -1 : 0;
}

static void waits(void **state)
{
	(void)state;
	strcpy(link[0].name, "eth0");
	strcpy(link[0].alias, ALIAS_WAITS); /* not of ours: nothing is known of it */
	strcpy(link[1].name, "wg0");
	strcpy(link[1].kind, "wireguard");
	assert_false(waits_for_list());
	strcpy(link[1].alias, ALIAS_WAITS);
	assert_true(waits_for_list());
	strcpy(link[1].alias, ALIAS_NUMBER "1");
	assert_false(waits_for_list());
	strcpy(link[1].alias, ALIAS_WAITS);
	fails = true;
	assert_false(waits_for_list());
}

/* After 10 s, 20, 40 ... and at last every hour. */
static void notices(void **state)
{
	int64_t due, last, waited;

	(void)state;
	now = 1000;
	due = waits_notice();
	assert_int_equal(due, 11000);
	waited = 10000;
	for (int said = 0; said < 20; said++) {
		now = due - 1;
		assert_int_equal(waits_notice(), due);
		now = last = due;
		due = waits_notice();
		assert_int_equal(due - last, waited < 3600000 ? waited : 3600000);
		waited += due - last;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(waits),
	    cmocka_unit_test(notices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
