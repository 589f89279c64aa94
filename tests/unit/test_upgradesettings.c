/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/upgrade/settings.c tools/lib/cmdline.c tools/lib/num.c tools/lib/addr.c tools/st/hex.c tools/st/why.c tools/st/url_absolute.c
// libs:
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../tools/upgrade/settings.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))
#define A "http://a"
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
	assert_int_equal(settings_parse("upgrade=http://x stboot.ospkg=" ONES, &s,
	    &why), 0);
	assert_int_equal(s.poll, UPGRADE_POLL);
}

/* One that is wrong does not end upgrades from the others. */
static void a_bad_url_is_passed_over(void **state)
{
	static struct settings s;
	struct why why;

	(void)state;
	assert_int_equal(settings_parse("upgrade=h/x,https://me:p@ss@h/y "
	    "stboot.ospkg=" ONES, &s, &why), 0);
	assert_int_equal(s.urls, 1);
	assert_string_equal(s.url[0], "https://me:p%40ss@h/y");
	assert_non_null(strstr(s.bad.text, "upgrade=: URL 1 has no scheme"));
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
	assert_int_equal(settings_parse("upgrade=http://x upgrade.number=20261126 "
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
		{"upgrade=" A "," A "," A "," A "," A "," A "," A "," A "," A, "more than 8"},
		{"upgrade=" A, "stboot.ospkg= is missing"},
		{"upgrade=" A " stboot.ospkg", "stboot.ospkg= is missing"},
		{"upgrade=" A " stboot.ospkg=11", "stboot.ospkg= is missing"},
		{"upgrade=" A " -- stboot.ospkg=" ONES, "stboot.ospkg= is missing"},
		{"upgrade=a/os.json", "URL 1 has no scheme"},
		{"upgrade=,ftp://h/x,http:/geheim", "URL 2 has not two slashes"},
		{"upgrade=ftp://me:geheim@h/x", "URL 1 has the scheme ftp"},
		{"upgrade=" A " upgrade.poll=0", "number of seconds"},
		{"upgrade=" A " upgrade.poll", "number of seconds"},
		{"upgrade=" A " upgrade.poll=86401", "number of seconds"},
		{"upgrade=" A " upgrade.poll=1m", "number of seconds"},
	};
	static struct settings s;
	struct why why;

	(void)state;
	for (size_t i = 0; i < LEN(t); i++) {
		assert_int_equal(settings_parse(t[i].line, &s, &why), -1);
		assert_non_null(strstr(why.text, t[i].reason));
		assert_null(strstr(why.text, "geheim"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(takes),
	    cmocka_unit_test(a_bad_url_is_passed_over),
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
