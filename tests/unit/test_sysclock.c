/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/net/clocknote.c tools/lib/num.c tools/lib/err.c
// libs:
/* Which of the times that are said is the one to go by. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <unistd.h>

#define BUILD_EPOCH INT64_C(1795392000) /* 2026-11-23 */
#include "../../tools/net/sysclock.c"

enum { NEARLY = 300, DAY = 86400 };

#define TODAY (BUILD_EPOCH + 7 * DAY)
#define YEAR_2000 INT64_C(946684800)
#define YEAR_2031 INT64_C(1924992000)
#define YEAR_2070 INT64_C(3155760000)

struct row {
	int64_t rtc, least;
	bool handed;
	int64_t want;
	bool guess;
};

static void chosen(void **state)
{
	static const struct row rows[] = {
	    /* The RTC, if it is possible; else the least that is known. */
	    {TODAY, 0, false, TODAY, false},
	    {YEAR_2031, 0, false, YEAR_2031, false},
	    {YEAR_2000, 0, false, BUILD_EPOCH, true},
	    {BUILD_EPOCH - 1, 0, false, BUILD_EPOCH, true},
	    {YEAR_2070, 0, false, BUILD_EPOCH, true},
	    {LATEST, 0, false, LATEST, false},
	    {LATEST + 1, 0, false, BUILD_EPOCH, true},
	    /* Signatures: what is later than them stays, what is not does not. */
	    {YEAR_2000, TODAY, false, TODAY, true},
	    {YEAR_2070, TODAY, false, TODAY, true},
	    {TODAY - 1, TODAY, false, TODAY, true},
	    {TODAY, TODAY, false, TODAY, false},
	    {TODAY + 1, TODAY, false, TODAY + 1, false},
	    {TODAY, BUILD_EPOCH - DAY, false, TODAY, false},
	    {YEAR_2000, BUILD_EPOCH - DAY, false, BUILD_EPOCH, true},
	    /* Of a time that cannot be nothing is believed. */
	    {TODAY, LATEST + 1, false, TODAY, false},
	    {YEAR_2000, INT64_MAX, false, BUILD_EPOCH, true},
	    /* Handed over: never back, whatever the RTC says. */
	    {TODAY + 4, TODAY, true, TODAY + 4, false},
	    {TODAY - 4, TODAY, true, TODAY, false},
	    {TODAY - NEARLY, TODAY, true, TODAY, false},
	    {TODAY + NEARLY, TODAY, true, TODAY + NEARLY, false},
	    {YEAR_2000, TODAY, true, TODAY, true},
	    {TODAY - NEARLY - 1, TODAY, true, TODAY, true},
	    {TODAY + NEARLY + 1, TODAY, true, TODAY, true},
	    /* The former clock was set back, from what an RTC said that lies. */
	    {YEAR_2031, TODAY, true, TODAY, true},
	    {YEAR_2070, TODAY, true, TODAY, true},
	    /* A former clock of any kind: its time stamps count. */
	    {TODAY, YEAR_2070, true, YEAR_2070, true},
	    {YEAR_2000, BUILD_EPOCH - DAY, true, BUILD_EPOCH, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];
		const struct sysclock_known k = {r->least, r->handed};
		bool guess = !r->guess;
		int64_t t = sysclock_choose(r->rtc, &k, &guess);

		if (t != r->want || guess != r->guess)
			fail_msg("row %zu: %lld, %d", i, (long long)t, guess);
	}
}

static void noted(void **state)
{
	const struct sysclock_known k = {0};
	char path[] = "/tmp/clocknote.XXXXXX", line[128] = "";
	struct clocknote n;
	FILE *f;

	(void)state;
	assert_true(mkstemp(path) >= 0);
	note(YEAR_2000, &k, true);
	assert_int_equal(clocknote()->latest, LATEST);
	assert_string_equal(clocknote()->origin,
	    "a guess, as its hardware clock said 2000-01-01 00:00:00");
	note(TODAY, &k, false);
	assert_int_equal(clocknote()->latest, 0);
	assert_string_equal(clocknote()->origin, "from its hardware clock");
	assert_int_equal(clocknote_write(path), 0);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	fclose(f);
	unlink(path);
	assert_string_equal(line, "0 from its hardware clock\n");
	assert_int_equal(clocknote_parse("17 a b", &n), 0);
	assert_int_equal(n.latest, 17);
	assert_string_equal(n.origin, "a b");
	assert_int_equal(clocknote_parse("", &n), -1);
	assert_int_equal(clocknote_parse("17", &n), -1);
	assert_int_equal(clocknote_parse("-1 a", &n), -1);
	assert_int_equal(clocknote_parse("123456789012345678901234567 a", &n),
	    -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(chosen),
	    cmocka_unit_test(noted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
