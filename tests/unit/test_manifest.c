/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/about.c tools/lib/err.c tools/lib/lines.c tools/lib/num.c tools/lib/copy.c tools/lib/outfile.c tools/manifest/check.c tools/manifest/table.c tools/manifest/output.c tools/manifest/refs.c tools/manifest/manifest_json.c tools/manifest/sbom_json.c
// libs: -ljansson -lcrypto
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scratch.h"

/* The program itself, run in a child. */
#define main manifest_main
int manifest_main(int argc, char **argv);
#include "../../tools/manifest/main.c"
#undef main

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define T "0123456789abcdef0123456789abcdef01234567"
#define ZLIB "zlib\t" A "\t1.3\tz.tgz\t10\t" A "\t-\tZlib\n"
#define INIT "init\t" A "\t-\t-\t-\t-\t-\t-\n"

#define manifest(verb, ...) run_words(manifest_main, "manifest", verb, "-i", \
	"vpn", "-f", "production", "-v", "9+T", "-t", T, "-b", "lock", __VA_ARGS__)

static void prepare(void)
{
	put("steps", ZLIB INIT);
	put("turned", INIT ZLIB);
	put("lock", "gcc-12 12.2 pool/g_12_amd64.deb 1 " A "\n");
	put("vpn.zip", "zip");
	put("kernel", "k");
}

static void same(const char *a, const char *b)
{
	size_t alen, blen;
	char *x = get(a, &alen), *y = get(b, &blen);

	assert_int_equal(alen, blen);
	assert_memory_equal(x, y, alen);
	assert_memory_equal(x, "{\n  \"", 5);
	assert_memory_equal(x + alen - 3, "\n}\n", 3);
	free(x);
	free(y);
}

static void writes_both_whatever_the_order(void **state)
{
	(void)state;
	prepare();
	assert_int_equal(manifest("write", "-s", "steps", "-o", "a", "vpn.zip",
	    "kernel"), 0);
	assert_int_equal(manifest("write", "-s", "turned", "-o", "b", "kernel",
	    "vpn.zip"), 0);
	same("a", "b");
	assert_int_equal(manifest("sbom", "-s", "steps", "-o", "a", "-u",
	    "init,zlib", "-c", "gcc-12", "vpn.zip"), 0);
	setenv("TZ", "Asia/Tokyo", 1);
	assert_int_equal(manifest("sbom", "-s", "turned", "-o", "b", "-u",
	    "zlib,init", "-c", "gcc-12", "vpn.zip"), 0);
	same("a", "b");
	assert_int_equal(entries(), 7);
}

static void usage_is_2(void **state)
{
	(void)state;
	prepare();
	assert_int_equal(run_words(manifest_main, "manifest"), 2);
	assert_int_equal(run_words(manifest_main, "manifest", "read"), 2);
	assert_int_equal(manifest("write", "-s", "steps", "-o", "a"), 2);
	assert_int_equal(manifest("write", "-s", "steps", "kernel"), 2);
	assert_int_equal(manifest("write", "-o", "a", "kernel"), 2);
	assert_int_equal(manifest("write", "-s", "steps", "-o", "a", "-u",
	    "init", "kernel"), 2);
	assert_int_equal(manifest("sbom", "-s", "steps", "-o", "a", "kernel"),
	    2);
	assert_int_equal(manifest("sbom", "-s", "steps", "-o", "a", "-u",
	    "init", "kernel", "vpn.zip"), 2);
	assert_int_equal(manifest("write", "-s", "steps", "-o", "a", "-t",
	    "HEAD", "kernel"), 2);
	assert_int_equal(manifest("write", "-s", "steps", "-o", "a", "-i",
	    "a/b", "kernel"), 2);
	unsetenv("SOURCE_DATE_EPOCH");
	assert_int_equal(manifest("write", "-s", "steps", "-o", "a", "kernel"),
	    2);
	assert_true(said("SOURCE_DATE_EPOCH is not set"));
	assert_int_equal(entries(), 5);
}

static void help_is_an_answer(void **state)
{
	char *out;

	(void)state;
	assert_int_equal(run_words(manifest_main, "manifest", "-h"), 0);
	out = printed("out");
	assert_memory_equal(out, "usage: manifest write ", 22);
	free(out);
}

static void bad_tables_are_1(void **state)
{
	(void)state;
	prepare();
	put("bad", "init\n");
	assert_int_equal(manifest("write", "-s", "bad", "-o", "a", "kernel"), 1);
	assert_true(said("manifest: bad:1: 1 fields: "));
	assert_int_equal(manifest("sbom", "-s", "steps", "-o", "a", "-u",
	    "init,nothing", "vpn.zip"), 1);
	assert_true(said("no step is called \"nothing\""));
	assert_int_equal(manifest("sbom", "-s", "steps", "-o", "a", "-u",
	    "init", "-c", "tcc", "vpn.zip"), 1);
	assert_int_equal(entries(), 6);
}

static void what_cannot_be_read_or_written_is_3(void **state)
{
	(void)state;
	prepare();
	put("bad", "init\n");
	assert_int_equal(manifest("write", "-s", "gone", "-o", "a", "kernel"),
	    3);
	/* "Could not tell" outweighs "no". */
	assert_int_equal(manifest("write", "-s", "bad", "-o", "a", "gone"), 3);
	assert_int_equal(manifest("write", "-s", "steps", "-o", "d/a",
	    "kernel"), 3);
	assert_int_equal(manifest("write", "-s", "steps", "-o", "/dev/full",
	    "kernel"), 3);
	assert_int_equal(entries(), 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(writes_both_whatever_the_order),
		scratch_test(usage_is_2),
		scratch_test(help_is_an_answer),
		scratch_test(bad_tables_are_1),
		scratch_test(what_cannot_be_read_or_written_is_3),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
