/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/net/clocknote.c tools/lib/cmdline.c tools/lib/addr.c tools/lib/num.c tools/lib/err.c
// libs:
/* How far the clock follows what NTP servers say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/init/ntp.c"

static int64_t now;

int64_t clock_now(void)
{
	return now;
}

int64_t clock_min(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t walltime_least(void)
{
	return 1000000;
}

static int starts;

void service_start(struct service *s, int stdin_fd)
{
	assert_true(stdin_fd >= 0);
	s->state = SERVICE_RUNS;
	starts++;
}

bool service_exited(struct service *s, pid_t pid, int wstatus)
{
	(void)pid, (void)wstatus;
	s->state = SERVICE_ENDED;
	return true;
}

int64_t service_tick(struct service *s)
{
	(void)s;
	return CLOCK_NEVER;
}

struct row {
	int64_t now, offset; /* seconds */
	bool back, set;
	enum ntp_act want;
};

enum { LEAST = 1000000, MOST = 9000000 };

static void judged(void **state)
{
	static const struct row rows[] = {
	    /* At first, within the bounds: what they say. */
	    {LEAST, 5, true, false, NTP_STEP},
	    {LEAST, MOST - LEAST, true, false, NTP_STEP},
	    {LEAST, MOST - LEAST + 1, true, false, NTP_BEYOND},
	    {LEAST, -1, true, false, NTP_BEYOND},
	    {MOST * 2, LEAST - MOST * 2, true, false, NTP_STEP},
	    {MOST * 2, LEAST - MOST * 2 - 1, true, false, NTP_BEYOND},
	    {LEAST + 50, 0, true, false, NTP_SLEW},
	    /* The role runs: forward as before, back at most slowly. */
	    {LEAST, MOST - LEAST, false, false, NTP_STEP},
	    {LEAST + 5000, -1000, false, false, NTP_SLEW},
	    {LEAST + 5000, -1001, false, false, NTP_BACK},
	    {MOST * 2, LEAST - MOST * 2, false, false, NTP_BACK},
	    {LEAST + 5000, -5001, false, false, NTP_BEYOND},
	    /* Later on nothing jumps. */
	    {LEAST, 1000, false, true, NTP_STEP},
	    {LEAST, 1001, false, true, NTP_JUMP},
	    {LEAST + 5000, -1000, false, true, NTP_SLEW},
	    {LEAST + 5000, -1001, false, true, NTP_BACK},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];
		const struct ntp_state s = {r->now * SECOND, LEAST * SECOND,
		    MOST * SECOND, r->back, r->set};

		if (ntp_judge(&s, r->offset * SECOND) != r->want)
			fail_msg("row %zu", i);
	}
	{
		const struct ntp_state s = {LEAST * SECOND, LEAST * SECOND,
		    MOST * SECOND, true, false};

		assert_int_equal(ntp_judge(&s, INT64_MAX), NTP_BEYOND);
		assert_int_equal(ntp_judge(&s, INT64_MIN), NTP_BEYOND);
	}
}

/* The role waits for a first answer, not for long, and not when keys go on. */
static void waited(void **state)
{
	(void)state;
	now = 1000;
	ntp_configure("quiet", false);
	assert_true(ntp_settled());
	assert_int_equal(ntp_tick(true), CLOCK_NEVER);
	ntp_configure("ntp=192.0.2.1", true);
	assert_true(ntp_settled());
	ntp_configure("ntp=192.0.2.1", false);
	assert_false(ntp_settled());
	assert_int_equal(ntp_tick(false), 1000 + WAIT);
	assert_int_equal(starts, 0);
	ntp_tick(true);
	ntp_tick(true);
	assert_int_equal(starts, 1);
	now += WAIT - 1;
	assert_false(ntp_settled());
	now++;
	assert_true(ntp_settled());
	/* With wrong settings nothing is waited for. */
	ntp_configure("ntp=/", false);
	assert_false(ntp_settled());
	ntp_exited(1, 2);
	ntp_tick(true);
	assert_true(ntp_settled());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(judged),
	    cmocka_unit_test(waited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
