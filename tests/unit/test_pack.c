/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/about.c tools/lib/err.c tools/lib/lines.c tools/lib/num.c tools/lib/copy.c tools/lib/outfile.c tools/pack/list.c tools/pack/source.c tools/pack/write.c
// libs: -larchive -lz
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scratch.h"

/* The program itself, run in a child. */
#define main pack_main
int pack_main(int argc, char **argv);
#include "../../tools/pack/main.c"
#undef main

static void prepare(void)
{
	assert_int_equal(mkdir("s", 0755), 0);
	put("s/init", "init!");
	put("l", "/init file 0755 0 0 S:init\n/etc dir 0755 0 0\n");
	put("m", "/etc/l link 0777 0 0 ../init\n/c node 0600 0 5 c:5:1\n");
}

static void packs(void **state)
{
	char *a, *b;
	size_t alen, blen;

	(void)state;
	prepare();
	assert_int_equal(run_words(pack_main, "pack", "-o", "a", "-D", "S=s", "l",
	    "m"), 0);
	/* Order of lists and options does not matter. */
	assert_int_equal(run_words(pack_main, "pack", "-DS=s", "-ob", "m", "l"), 0);
	a = get("a", &alen);
	b = get("b", &blen);
	assert_int_equal(alen, blen);
	assert_memory_equal(a, b, alen);
	assert_memory_equal(a, "070701", 6);
	free(a);
	free(b);
	assert_int_equal(entries(), 5);
}

static void lists(void **state)
{
	char *out;

	(void)state;
	prepare();
	unsetenv("SOURCE_DATE_EPOCH");
	assert_int_equal(run_words(pack_main, "pack", "-l", "-D", "S=s", "l", "m"), 0);
	out = printed("out");
	assert_string_equal(out, "/\tdir\t0755\t0\t0\t0\t-\n"
	    "/c\tnode\t0600\t0\t5\t0\tc:5:1\n"
	    "/etc\tdir\t0755\t0\t0\t0\t-\n"
	    "/etc/l\tlink\t0777\t0\t0\t7\t../init\n"
	    "/init\tfile\t0755\t0\t0\t5\tS:init\n");
	free(out);
}

static void help_is_an_answer(void **state)
{
	char *out;

	(void)state;
	assert_int_equal(run_words(pack_main, "pack", "-h"), 0);
	out = printed("out");
	assert_memory_equal(out, "usage: pack -o OUT", 18);
	free(out);
}

static void usage_is_2(void **state)
{
	(void)state;
	prepare();
	assert_int_equal(run_words(pack_main, "pack"), 2);
	assert_int_equal(run_words(pack_main, "pack", "-o", "a"), 2);
	assert_int_equal(run_words(pack_main, "pack", "l"), 2);
	assert_int_equal(run_words(pack_main, "pack", "-l", "-o", "a", "l"), 2);
	assert_int_equal(run_words(pack_main, "pack", "-x", "-o", "a", "l"), 2);
	assert_int_equal(run_words(pack_main, "pack", "-o", "a", "-D", "s", "l"), 2);
	assert_int_equal(run_words(pack_main, "pack", "-o", "a", "-D", "S=s", "-D",
	    "S=s", "l"), 2);
	unsetenv("SOURCE_DATE_EPOCH");
	assert_int_equal(run_words(pack_main, "pack", "-o", "a", "-D", "S=s", "l"), 2);
	assert_true(said("SOURCE_DATE_EPOCH is not set"));
	setenv("SOURCE_DATE_EPOCH", "yesterday", 1);
	assert_int_equal(run_words(pack_main, "pack", "-o", "a", "-D", "S=s", "l"), 2);
	assert_int_equal(entries(), 3);
}

static void a_bad_list_is_1_and_writes_nothing(void **state)
{
	(void)state;
	prepare();
	put("a", "old");
	put("bad", "/x dir 0755 0 0\n/x dir 0755 0 0\n/y file 0644 0 0 S:no\n");
	assert_int_equal(run_words(pack_main, "pack", "-o", "a", "-D", "S=s", "bad"),
	    1);
	assert_true(said("pack: bad:2: /x is there already, from bad:1\n"));
	assert_true(said("pack: bad:3: S:no is missing\n"));
	assert_true(said("2 errors in the lists, nothing written"));
	assert_int_equal(run_words(pack_main, "pack", "-l", "-D", "S=s", "bad"), 1);
	assert_int_equal(run_words(pack_main, "pack", "-o", "a", "/dev/null"), 1);
	assert_true(said("no entry in the lists"));
	{
		char *a = get("a", NULL);

		assert_string_equal(a, "old");
		free(a);
	}
	assert_int_equal(entries(), 5);
}

static void what_cannot_be_read_or_written_is_3(void **state)
{
	(void)state;
	prepare();
	assert_int_equal(run_words(pack_main, "pack", "-o", "a", "gone"), 3);
	assert_true(said("open gone: No such file"));
	assert_int_equal(run_words(pack_main, "pack", "-o", "a", "."), 3);
	assert_int_equal(run_words(pack_main, "pack", "-o", "a", "-D", "S=gone", "l"),
	    3);
	assert_int_equal(run_words(pack_main, "pack", "-o", "gone/a", "-D", "S=s",
	    "l"), 3);
	assert_int_equal(run_words(pack_main, "pack", "-o", "/dev/null", "-D", "S=s",
	    "l"), 3);
	assert_int_equal(run_words(pack_main, "pack", "-o", "s", "-D", "S=s", "l"), 3);
	assert_int_equal(entries(), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(packs),
		scratch_test(lists),
		scratch_test(help_is_an_answer),
		scratch_test(usage_is_2),
		scratch_test(a_bad_list_is_1_and_writes_nothing),
		scratch_test(what_cannot_be_read_or_written_is_3),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
