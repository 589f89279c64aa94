/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/manifest/check.c
// libs:
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/manifest/check.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

static void hex_names_and_words(void **state)
{
	(void)state;
	assert_true(is_hex("0123abcf", 8));
	assert_false(is_hex("0123abcf", 7));
	assert_false(is_hex("0123abcf", 9));
	assert_false(is_hex("0123ABCF", 8));
	assert_false(is_hex("0123abcg", 8));
	assert_true(is_name("gcc-12.2_x+y"));
	assert_false(is_name(""));
	assert_false(is_name("-o"));
	assert_false(is_name("a/b"));
	assert_false(is_name("a b"));
	assert_false(is_name("\xc3\xa4"));
	assert_true(is_word("1:2~rc1+deb"));
	assert_false(is_word(""));
	assert_false(is_word("a b"));
	assert_false(is_word("a\t"));
	assert_false(is_word("\xc3\xa4"));
}

static void license_expressions(void **state)
{
	static const char *const good[] = { "MIT", "GPL-2.0-only",
		"GPL-2.0+", "LicenseRef-x.y",
		"GPL-2.0-only WITH Linux-syscall-note",
		"MIT AND (BSD-2-Clause OR ISC)", "((MIT))",
		"(MIT AND Zlib) OR (GPL-2.0-only WITH x)", "( MIT )",
		"MIT AND(ISC)" };
	static const char *const bad[] = { "", " ", "MIT ISC", "MIT AND",
		"AND", "MIT OR OR ISC", "(MIT", "MIT)", "()", "MIT WITH",
		"MIT WITH x WITH y", "MIT/X11", "MIT, ISC", "MIT WITH x+",
		")MIT(", "MIT ANDY", "+" };
	size_t i;

	(void)state;
	for (i = 0; i < LEN(good); i++) {
		if (!is_license(good[i]))
			print_message("refused: %s\n", good[i]);
		assert_true(is_license(good[i]));
	}
	for (i = 0; i < LEN(bad); i++) {
		if (is_license(bad[i]))
			print_message("taken: %s\n", bad[i]);
		assert_false(is_license(bad[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hex_names_and_words),
		cmocka_unit_test(license_expressions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
