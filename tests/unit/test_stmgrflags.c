/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/flags.c
// libs:
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/lib/flags.h"
#include "messages.h"

static const struct flag flags[] = {
	{ "kernel", "FILE", "the kernel", NULL },
	{ "kern", "X", "a prefix of it", "" },
	{ "out", "PATH", "where", "here" },
};

static const char *value[3];

/* Parse the NULL-terminated words. */
static enum flags_result parse(const char *const *words)
{
	char *argv[16];
	int argc = 0;

	for (; words[argc]; argc++)
		argv[argc] = (char *)(uintptr_t)words[argc];
	forget_messages();
	return flags_parse(argc, argv, flags, 3, value);
}

#define p(...) parse((const char *const[]){ __VA_ARGS__, NULL })

static void go_syntax(void **state)
{
	(void)state;
	assert_int_equal(p("-kernel", "a"), FLAGS_OK);
	assert_string_equal(value[0], "a");
	assert_string_equal(value[1], "");
	assert_string_equal(value[2], "here");
	assert_int_equal(p("-kernel=a=b", "--kern", "c", "--out=d"), FLAGS_OK);
	assert_string_equal(value[0], "a=b");
	assert_string_equal(value[1], "c");
	assert_string_equal(value[2], "d");
	assert_int_equal(p("-kernel", "-out", "-kern="), FLAGS_OK);
	assert_string_equal(value[0], "-out");
	assert_string_equal(value[1], "");
	assert_string_equal(value[2], "here");
	assert_int_equal(p("-kernel", "a", "-kernel", "b", "--"), FLAGS_OK);
	assert_string_equal(value[0], "b");
	assert_int_equal(parse((const char *const[]){ NULL }), FLAGS_OK);
	assert_null(value[0]);
}

static void booleans(void **state)
{
	static const struct flag some[] = {
		{ "force", NULL, "do it", NULL },
		{ "out", "PATH", "where", NULL },
	};
	static const struct {
		const char *word;
		int on; /* or -1, refused */
	} cases[] = {
		{ "-force", 1 }, { "--force", 1 }, { "-force=true", 1 },
		{ "-force=T", 1 }, { "--force=1", 1 }, { "-force=false", 0 },
		{ "-force=0", 0 }, { "-force=F", 0 }, { "-force=", -1 },
		{ "-force=yes", -1 }, { "-force=tRUE", -1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *argv[] = { (char *)(uintptr_t)cases[i].word,
			(char *)(uintptr_t)"-out", (char *)(uintptr_t)"x" };
		enum flags_result r;

		forget_messages();
		r = flags_parse(3, argv, some, 2, value);
		assert_int_equal(r, cases[i].on < 0 ? FLAGS_BAD : FLAGS_OK);
		if (cases[i].on < 0) {
			assert_non_null(strstr(messages, "use true or false"));
			continue;
		}
		assert_int_equal(value[0] != NULL, cases[i].on);
		assert_string_equal(value[1], "x");
	}
}

static void help(void **state)
{
	(void)state;
	assert_int_equal(p("-h"), FLAGS_HELP);
	assert_int_equal(p("--help"), FLAGS_HELP);
	assert_int_equal(p("-kernel", "a", "-help"), FLAGS_HELP);
	assert_string_equal(messages, "");
}

static void refuses(void **state)
{
	(void)state;
	assert_int_equal(p("-kernel"), FLAGS_BAD);
	assert_string_equal(messages, "-kernel: needs a value\n");
	assert_int_equal(p("-kerne", "x"), FLAGS_BAD);
	assert_string_equal(messages, "-kerne: no such flag\n");
	assert_int_equal(p("-kernel", "a", "b"), FLAGS_BAD);
	assert_string_equal(messages, "b: unexpected argument\n");
	assert_int_equal(p("-"), FLAGS_BAD);
	assert_string_equal(messages, "-: unexpected argument\n");
	assert_int_equal(p("--", "-kernel"), FLAGS_BAD);
	assert_string_equal(messages, "-kernel: unexpected argument\n");
	assert_int_equal(p("---kernel", "a"), FLAGS_BAD);
	assert_string_equal(messages, "---kernel: bad flag syntax\n");
	assert_int_equal(p("-=a"), FLAGS_BAD);
	assert_string_equal(messages, "-=a: bad flag syntax\n");
	assert_int_equal(p(""), FLAGS_BAD);
}

static void prints_all_flags(void **state)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	(void)state;
	assert_non_null(f);
	flags_print(f, flags, 3);
	fclose(f);
	assert_string_equal(text, "  -kernel FILE\n        the kernel\n"
	    "  -kern X\n        a prefix of it\n"
	    "  -out PATH\n        where (default here)\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(go_syntax),
		cmocka_unit_test(booleans),
		cmocka_unit_test(help),
		cmocka_unit_test(refuses),
		cmocka_unit_test(prints_all_flags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
