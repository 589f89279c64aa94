/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/lines.c tools/lib/num.c tools/manifest/check.c tools/manifest/table.c
// libs:
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/manifest/table.h"
#include "messages.h"
#include "scratch.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define ROW "zlib\t" A "\t1.3\tz.tgz\t10\t" B "\thttps://h/z.tgz\tZlib\n"

static int read_steps(const char *text, struct steps *s)
{
	put("t", text);
	forget_messages();
	return steps_read("t", s);
}

static int read_builder(const char *text, struct builder *b)
{
	put("b", text);
	forget_messages();
	return builder_read("b", b);
}

static void reads_steps_sorted(void **state)
{
	struct steps s;

	(void)state;
	assert_int_equal(read_steps("# a comment\n" ROW
	    "init\t" B "\t-\t-\t-\t-\t-\t-\n", &s), EXIT_YES);
	assert_string_equal(messages, "");
	assert_int_equal(s.n, 2);
	assert_string_equal(s.step[0].name, "init");
	assert_string_equal(s.step[0].key, B);
	assert_null(s.step[0].version);
	assert_null(s.step[0].file);
	assert_null(s.step[0].sha256);
	assert_null(s.step[0].url);
	assert_null(s.step[0].license);
	assert_string_equal(s.step[1].name, "zlib");
	assert_string_equal(s.step[1].key, A);
	assert_string_equal(s.step[1].version, "1.3");
	assert_string_equal(s.step[1].file, "z.tgz");
	assert_int_equal(s.step[1].size, 10);
	assert_string_equal(s.step[1].sha256, B);
	assert_string_equal(s.step[1].url, "https://h/z.tgz");
	assert_string_equal(s.step[1].license, "Zlib");
}

static void refuses_bad_steps(void **state)
{
	static const struct {
		const char *row, *said;
	} bad[] = {
		{ "a\tb\n", "t:1: 2 fields: name key version file size sha256 "
		  "url license, with tabs, are needed\n" },
		{ "\n", "t:1: 1 fields: name key version file size sha256 "
		  "url license, with tabs, are needed\n" },
		{ "a b\t" A "\t-\t-\t-\t-\t-\t-\n",
		  "t:1: name a b: use letters, digits and ._+-\n" },
		{ "a\tkey\t-\t-\t-\t-\t-\t-\n",
		  "t:1: key key is not a SHA-256\n" },
		{ "a\t" A "\t1 2\t-\t-\t-\t-\t-\n",
		  "t:1: version 1 2 is not one ASCII word\n" },
		{ "a\t" A "\t1\tf\t-\t" B "\t-\t-\n",
		  "t:1: file, size and sha256 go together\n" },
		{ "a\t" A "\t1\t-\t5\t" B "\t-\t-\n",
		  "t:1: file, size and sha256 go together\n" },
		{ "a\t" A "\t-\tf\t5\t" B "\t-\t-\n",
		  "t:1: a source file needs a version\n" },
		{ "a\t" A "\t1\td/f\t5\t" B "\t-\t-\n",
		  "t:1: file d/f is not a plain name\n" },
		{ "a\t" A "\t1\tf\t05\t" B "\t-\t-\n",
		  "t:1: size 05 is not a decimal number\n" },
		{ "a\t" A "\t1\tf\t5\tx\t-\t-\n",
		  "t:1: sha256 x is not a SHA-256\n" },
		{ "a\t" A "\t1\tf\t5\t" B "\th i\t-\n",
		  "t:1: url h i is not one ASCII word\n" },
		{ "a\t" A "\t1\tf\t5\t" B "\t-\tMIT,ISC\n",
		  "t:1: license MIT,ISC is not an SPDX expression\n" },
		{ "a\t" A "\t\t-\t-\t-\t-\t-\n",
		  "t:1: version  is not one ASCII word\n" },
		{ ROW ROW, "t: zlib is there twice\n" },
	};
	struct steps s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(read_steps(bad[i].row, &s), EXIT_NO);
		assert_string_equal(messages, bad[i].said);
	}
}

static void reads_the_lock_sorted(void **state)
{
	struct builder b;

	(void)state;
	assert_int_equal(read_builder("# Debian\n\n"
	    "zlib1g 1:1.2+b1 pool/z/z_1_amd64.deb 7 " A "\n"
	    "gcc-12 12.2 pool/g/g_1_all.deb 8 " B " # why\n", &b), EXIT_YES);
	assert_int_equal(b.n, 2);
	assert_string_equal(b.package[0].name, "gcc-12");
	assert_int_equal(b.package[0].size, 8);
	assert_string_equal(b.package[0].sha256, B);
	assert_string_equal(b.package[1].version, "1:1.2+b1");
	assert_string_equal(b.package[1].path, "pool/z/z_1_amd64.deb");
}

static void refuses_a_bad_lock(void **state)
{
	static const struct {
		const char *row, *said;
	} bad[] = {
		{ "a 1 p 1\n", "b:1: 4 fields: name version path size sha256 "
		  "are needed\n" },
		{ "a/b 1 p 1 " A "\n",
		  "b:1: name a/b: use letters, digits and ._+-\n" },
		{ "a 1 /p 1 " A "\n", "b:1: path /p is not a relative path\n" },
		{ "a \xff p 1 " A "\n", "b:1: version \xff is not ASCII\n" },
		{ "a 1 p x " A "\n", "b:1: size x is not a decimal number\n" },
		{ "a 1 p 1 abc\n", "b:1: sha256 abc is not a SHA-256\n" },
		{ "a 1 p 1 " A "\na 2 q 1 " B "\n", "b: a is there twice\n" },
	};
	struct builder b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(read_builder(bad[i].row, &b), EXIT_NO);
		assert_string_equal(messages, bad[i].said);
	}
}

static void unreadable_is_not_a_no(void **state)
{
	struct builder b;
	struct steps s;

	(void)state;
	forget_messages();
	assert_int_equal(steps_read("gone", &s), EXIT_UNKNOWN);
	assert_int_equal(builder_read(".", &b), EXIT_UNKNOWN);
	assert_string_equal(messages, "open gone: No such file or directory\n"
	    "read .: Is a directory\n");
}

static void marks_by_name(void **state)
{
	struct builder b;
	struct steps s;

	(void)state;
	assert_int_equal(read_steps(ROW "a\t" A "\t-\t-\t-\t-\t-\t-\n"
	    "b\t" A "\t-\t-\t-\t-\t-\t-\n", &s), EXIT_YES);
	assert_int_equal(steps_mark(&s, "zlib,a"), EXIT_YES);
	assert_true(s.step[0].in_image && s.step[2].in_image);
	assert_false(s.step[1].in_image);
	assert_int_equal(steps_mark(&s, "b,c,"), EXIT_NO);
	assert_string_equal(messages, "no step is called \"c\"\n"
	    "no step is called \"\"\n");
	assert_int_equal(read_builder("g 1 p 1 " A "\nh 1 p 1 " B "\n", &b),
	    EXIT_YES);
	assert_int_equal(builder_mark(&b, "h"), EXIT_YES);
	assert_true(b.package[1].tool && !b.package[0].tool);
	assert_int_equal(builder_mark(&b, "i"), EXIT_NO);
	assert_string_equal(messages, "no builder package is called \"i\"\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(reads_steps_sorted),
		scratch_test(refuses_bad_steps),
		scratch_test(reads_the_lock_sorted),
		scratch_test(refuses_a_bad_lock),
		scratch_test(unreadable_is_not_a_no),
		scratch_test(marks_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
