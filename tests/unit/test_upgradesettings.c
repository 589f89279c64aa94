/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/upgrade/settings.c tools/lib/cmdline.c tools/lib/num.c tools/lib/addr.c tools/st/hex.c tools/st/why.c
// libs:
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../tools/upgrade/settings.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))
#define ONES "1111111111111111111111111111111111111111111111111111111111111111"
#define TWOS "2222222222222222222222222222222222222222222222222222222222222222"

static void takes(void **state)
{
	static struct settings s;
	struct why why;

	(void)state;
	assert_int_equal(settings_parse("stboot.ospkg=" ONES " quiet "
	    "upgrade=http://old/a.json upgrade=https://a/x.json,,https://b/y.json "
	    "stboot.ospkg=" TWOS " upgrade.poll=7", &s, &why), 0);
	assert_int_equal(s.urls, 2);
	assert_string_equal(s.url[0], "https://a/x.json");
	assert_string_equal(s.url[1], "https://b/y.json");
	assert_int_equal(s.poll, 7);
	/* The first one counts: stboot's, not the package's. */
	for (size_t i = 0; i < OSPKG_HASH; i++)
		assert_int_equal(s.running[i], 0x11);
	assert_int_equal(settings_parse("upgrade=x stboot.ospkg=" ONES, &s,
	    &why), 0);
	assert_int_equal(s.poll, UPGRADE_POLL);
}

/* A package's number is what its own line says last. */
static void numbers(void **state)
{
	static struct settings s;
	struct why why;

	(void)state;
	assert_int_equal(settings_number(""), 0);
	assert_int_equal(settings_number("upgrade.number=7 quiet"), 7);
	assert_int_equal(settings_number("upgrade.number=7 upgrade.number=9"), 9);
	assert_int_equal(settings_number("upgrade.number=7 upgrade.number=x"), 0);
	assert_int_equal(settings_number("upgrade.number"), 0);
	assert_int_equal(settings_number("-- upgrade.number=7"), 0);
	assert_int_equal(settings_parse("upgrade=x upgrade.number=20261126 "
	    "stboot.ospkg=" ONES, &s, &why), 0);
	assert_int_equal(s.number, 20261126);
}

static void refuses(void **state)
{
	static const struct {
		const char *line, *reason;
	} t[] = {
		{"", "there is no upgrade="},
		{"upgrade", "needs the URL"},
		{"upgrade=", "needs the URL"},
		{"upgrade=, stboot.ospkg=" ONES, "needs the URL"},
		{"upgrade=a,b,c,d,e,f,g,h,i", "more than 8"},
		{"upgrade=a", "stboot.ospkg= is missing"},
		{"upgrade=a stboot.ospkg", "stboot.ospkg= is missing"},
		{"upgrade=a stboot.ospkg=11", "stboot.ospkg= is missing"},
		{"upgrade=a -- stboot.ospkg=" ONES, "stboot.ospkg= is missing"},
		{"upgrade=a upgrade.poll=0", "number of seconds"},
		{"upgrade=a upgrade.poll", "number of seconds"},
		{"upgrade=a upgrade.poll=86401", "number of seconds"},
		{"upgrade=a upgrade.poll=1m", "number of seconds"},
	};
	static struct settings s;
	struct why why;

	(void)state;
	for (size_t i = 0; i < LEN(t); i++) {
		assert_int_equal(settings_parse(t[i].line, &s, &why), -1);
		assert_non_null(strstr(why.text, t[i].reason));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(takes),
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
