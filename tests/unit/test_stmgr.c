/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/*.c tools/st/*.c tools/stmgr/[!m]*.c
// libs: -larchive -ljansson -lcrypto -lz
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scratch.h"
#include "toykernel.h"

/* The program itself, run in a child. */
#define main stmgr_main
int stmgr_main(int argc, char **argv);
#include "../../tools/stmgr/main.c"
#undef main

#define create(...) \
	run_words(stmgr_main, "stmgr", "ospkg", "create", __VA_ARGS__)

static void kernel(const char *path)
{
	unsigned char k[TOYKERNEL];
	FILE *f = fopen(path, "w");

	toykernel(k);
	assert_non_null(f);
	assert_int_equal(fwrite(k, 1, sizeof(k), f), sizeof(k));
	assert_int_equal(fclose(f), 0);
}

static void prepare(void)
{
	kernel("vmlinuz");
	put("initrd", "initramfs");
}

static void makes_a_package(void **state)
{
	struct stat st;
	char *json;

	(void)state;
	prepare();
	umask(0077);
	assert_int_equal(create("-kernel", "vmlinuz", "--initramfs=initrd",
	    "-cmdline", "quiet", "-label=x", "-url", "p.zip", "-out", "p"), 0);
	assert_int_equal(entries(), 4);
	assert_int_equal(stat("p.zip", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_int_equal(stat("p.json", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	json = get("p.json", NULL);
	assert_non_null(strstr(json, "\"os_pkg_url\": \"p.zip\""));
	free(json);
	json = printed("err");
	assert_string_equal(json, "");
	free(json);
}

static void only_names_and_contents_matter(void **state)
{
	size_t alen, blen;
	char *a, *b;

	(void)state;
	prepare();
	assert_int_equal(mkdir("d", 0755), 0);
	kernel("d/vmlinuz");
	put("d/initrd", "initramfs");
	assert_int_equal(create("-kernel", "vmlinuz", "-initramfs", "initrd",
	    "-out", "a"), 0);
	assert_int_equal(create("-kernel", "d/vmlinuz", "-initramfs",
	    "./d//initrd", "-out", "b.json", "-url", "http://h/b.zip",
	    "-loglevel", "debug"), 0);
	a = get("a.zip", &alen);
	b = get("b.zip", &blen);
	assert_int_equal(alen, blen);
	assert_memory_equal(a, b, alen);
	free(a);
	free(b);
}

static void help_is_an_answer(void **state)
{
	char *out;

	(void)state;
	assert_int_equal(create("-h"), 0);
	out = printed("out");
	assert_non_null(strstr(out, "  -initramfs FILE\n"));
	free(out);
	assert_int_equal(run_words(stmgr_main, "stmgr", "--help"), 0);
	out = printed("out");
	assert_non_null(strstr(out, "  ospkg create "));
	free(out);
}

/* Where the text of each line of a table begins; the widest name has two blanks. */
static void aligned(const char *out)
{
	size_t want = 0;

	for (const char *s = strstr(out, "\n  "); s; s = strstr(s + 1, "\n  ")) {
		size_t at = 3 + strcspn(s + 3, " ");

		at += 1 + strcspn(s + at + 1, " ");
		at += strspn(s + at, " ");
		if (want == 0)
			want = at;
		if (at != want)
			fail_msg("column %zu, not %zu: %.60s", at, want, s);
	}
	assert_true(want > 0);
}

static void help_is_for_groups_too(void **state)
{
	static const char *const ask[] = { "-h", "-help", "--help", "help" };
	static const char *const group[] = { "ospkg", "keygen", "hostconfig",
		"trustpolicy", "uki", "note" };
	char *out;

	(void)state;
	for (size_t i = 0; i < sizeof(ask) / sizeof(ask[0]); i++) {
		assert_int_equal(run_words(stmgr_main, "stmgr", ask[i]), 0);
		out = printed("out");
		aligned(out);
		assert_non_null(strstr(out, "keygen certificate "));
		free(out);
		for (size_t g = 0; g < sizeof(group) / sizeof(group[0]); g++) {
			assert_int_equal(run_words(stmgr_main, "stmgr",
			    group[g], ask[i]), 0);
			out = printed("out");
			aligned(out);
			assert_non_null(strstr(out, group[g]));
			if (g > 0)
				assert_null(strstr(out, "ospkg"));
			free(out);
			out = printed("err");
			assert_string_equal(out, "");
			free(out);
		}
	}
}

static void version_is_an_answer(void **state)
{
	static const char *const ask[] = { "--version", "-version", "version" };

	(void)state;
	for (size_t i = 0; i < sizeof(ask) / sizeof(ask[0]); i++) {
		char *out;

		assert_int_equal(run_words(stmgr_main, "stmgr", ask[i]), 0);
		out = printed("out");
		assert_string_equal(out, "stmgr (Mayfly) none, build none\n");
		free(out);
	}
	assert_int_equal(run_words(stmgr_main, "stmgr", "ospkg", "version"), 2);
}

/* As upstream: any word is a level, and silences nothing that it should not. */
static void any_log_level(void **state)
{
	static const char *const level[] = { "debug", "info", "warn", "error",
		"panic", "loud", "" };

	(void)state;
	prepare();
	for (size_t i = 0; i < sizeof(level) / sizeof(level[0]); i++) {
		assert_int_equal(create("-kernel", "vmlinuz", "-initramfs",
		    "initrd", "-out", "o", "-loglevel", level[i]), 0);
		assert_int_equal(create("-kernel", "none", "-initramfs",
		    "initrd", "-out", "o", "-loglevel", level[i]), 3);
		assert_true(said("open none: No such file"));
	}
}

static void line_ends_become_blanks(void **state)
{
	char *archive, *manifest;
	size_t len;

	(void)state;
	prepare();
	assert_int_equal(create("-kernel", "vmlinuz", "-initramfs", "initrd",
	    "-out", "a", "-cmdline", "a b\n\tc=\"d e\"\r\nf"), 0);
	assert_int_equal(create("-kernel", "vmlinuz", "-initramfs", "initrd",
	    "-out", "b", "-cmdline", "a b  c=\"d e\"  f"), 0);
	archive = get("a.zip", &len);
	manifest = get("b.zip", NULL);
	assert_memory_equal(archive, manifest, len);
	free(archive);
	free(manifest);
}

static void usage_is_2(void **state)
{
	(void)state;
	prepare();
	assert_int_equal(run_words(stmgr_main, "stmgr"), 2);
	assert_true(said("usage: stmgr COMMAND SUBCOMMAND"));
	assert_int_equal(run_words(stmgr_main, "stmgr", "ospkg"), 2);
	assert_int_equal(run_words(stmgr_main, "stmgr", "ospkg", "frobnicate"), 2);
	assert_true(said("unknown command: ospkg frobnicate"));
	assert_int_equal(run_words(stmgr_main, "stmgr", "frobnicate", "-h"), 2);
	assert_true(said("unknown command: frobnicate"));
	assert_int_equal(run_words(stmgr_main, "stmgr", "keygen", "create"), 2);
	assert_int_equal(create("-kernel", "vmlinuz"), 2);
	assert_true(said("-kernel and -initramfs are needed"));
	assert_int_equal(create("-initramfs", "initrd"), 2);
	assert_int_equal(create("-kernel", "vmlinuz", "-initramfs", "initrd",
	    "extra"), 2);
	assert_int_equal(create("-kernel", "vmlinuz", "-initramfs", "initrd",
	    "-frob", "1"), 2);
	assert_int_equal(entries(), 2);
}

/* Refused with this message, and nothing written. */
static void refused(const char *text, const char *flag, const char *value)
{
	assert_int_equal(create("-kernel", "vmlinuz", "-initramfs", "initrd",
	    "-out", "p", flag, value), 1);
	assert_true(said(text));
	assert_int_equal(access("p.zip", F_OK), -1);
	assert_int_equal(access("p.json", F_OK), -1);
}

static void values_are_checked(void **state)
{
	static const size_t over[] = { 2047, 2046, 2017 };
	static const size_t fit[] = { 2016, 1970, 1969, 1968, 1916, 1915 };
	char line[2049];

	(void)state;
	prepare();
	memset(line, 'x', 2048);
	line[2048] = '\0';
	refused("-cmdline is longer than 2047 bytes", "-cmdline", line);
	for (size_t i = 0; i < sizeof(over) / sizeof(over[0]); i++) {
		line[over[i]] = '\0';
		refused("-cmdline is longer than 2016 bytes, which is all that "
			"kexec takes for vmlinuz", "-cmdline", line);
	}
	for (size_t i = 0; i < sizeof(fit) / sizeof(fit[0]); i++) {
		line[fit[i]] = '\0';
		assert_int_equal(create("-kernel", "vmlinuz", "-initramfs",
		    "initrd", "-out", "fits", "-cmdline", line), 0);
		/* 2016 - 101: from there on hash and time do not fit, either. */
		assert_int_equal(said("no room for the package's hash"),
		    fit[i] > 1915);
	}
	refused("-cmdline has a control character", "-cmdline", "a\033b");
	refused("-cmdline has a control character", "-cmdline", "a\x7f");
	refused("-cmdline has a line end or tab between quotes", "-cmdline",
	    "a=\"b\nc\"");
	refused("is not valid UTF-8", "-cmdline", "\xff");
	refused("is not valid UTF-8", "-label", "\xff");
	refused("-url ftp://h/x.zip has a scheme other than http and https",
	    "-url", "ftp://h/x.zip");
	refused("-out x.img has a suffix other than", "-out", "x.img");
}

static void inputs_are_checked(void **state)
{
	(void)state;
	prepare();
	put("empty", "");
	put("n\xc3\xa4me", "x");
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(mkfifo("p", 0600), 0);
	put("d/vmlinuz", "other");
	refused("empty: is empty", "-kernel", "empty");
	refused("empty: is empty", "-initramfs", "empty");
	put("text", "kernel");
	refused("text: is no Linux kernel for x86-64", "-kernel", "text");
	put("gz", "\x1f\x8b\x08");
	refused("gz: is compressed with gzip", "-kernel", "gz");
	refused("d: not a regular file", "-kernel", "d");
	refused("p: not a regular file", "-kernel", "p");
	refused("the file name is not plain ASCII", "-kernel", "n\xc3\xa4me");
	refused("kernel and initramfs would both be boot/vmlinuz", "-initramfs",
	    "d/vmlinuz");
	assert_int_equal(create("-kernel", "gone", "-initramfs", "initrd"), 3);
	assert_true(said("stmgr: open gone: No such file"));
}

static void failure_keeps_the_old_package(void **state)
{
	char *old;

	(void)state;
	prepare();
	put("p.zip", "old zip");
	assert_int_equal(mkdir("p.json", 0755), 0);
	assert_int_equal(create("-kernel", "vmlinuz", "-initramfs", "initrd",
	    "-out", "p.zip"), 3);
	assert_true(said("create p.json: Is a directory"));
	old = get("p.zip", NULL);
	assert_string_equal(old, "old zip");
	free(old);
	assert_int_equal(entries(), 4);
	assert_int_equal(create("-kernel", "vmlinuz", "-initramfs", "initrd",
	    "-out", "gone/p"), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(makes_a_package),
		scratch_test(only_names_and_contents_matter),
		scratch_test(help_is_an_answer),
		scratch_test(help_is_for_groups_too),
		scratch_test(version_is_an_answer),
		scratch_test(any_log_level),
		scratch_test(line_ends_become_blanks),
		scratch_test(usage_is_2),
		scratch_test(values_are_checked),
		scratch_test(inputs_are_checked),
		scratch_test(failure_keeps_the_old_package),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
