/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/ospkg/archive.c tools/ospkg/memfile.c tools/lib/cmdline.c tools/lib/num.c tools/lib/addr.c tools/lib/err.c tools/st/hex.c
// libs:
/* A package that keeps itself: what is written about it is what is read again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/ospkg/kept.c"

static void trial_seconds(void **state)
{
	static const char *const wrong[] = {"upgrade.trial=9",
	    "upgrade.trial=1801", "upgrade.trial", "upgrade.trial=5m",
	    "upgrade.trial=99999999999"};
	bool bad;

	(void)state;
	assert_int_equal(kept_trial("quiet", &bad), KEPT_TRIAL);
	assert_false(bad);
	assert_int_equal(kept_trial("upgrade.trial=5 upgrade.trial=10", &bad), 10);
	assert_false(bad);
	assert_int_equal(kept_trial("upgrade.trial=1800", &bad), 1800);
	assert_false(bad);
	assert_int_equal(kept_trial("upgrade.trial=0", &bad), 0);
	assert_false(bad);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(kept_trial(wrong[i], &bad), KEPT_TRIAL);
		assert_true(bad);
	}
}

static void who_is_kept(void **state)
{
	(void)state;
	assert_true(kept_wanted("upgrade=https://a/os.json"));
	assert_false(kept_wanted("upgrade.number=1"));
	assert_false(kept_wanted("upgrade=https://a/os.json upgrade.trial=0"));
	assert_false(kept_wanted("quiet -- upgrade=https://a/os.json"));
}

static void comes_back_whole(void **state)
{
	struct kept in = {.v = {.kernel = -1, .initramfs = -1}}, out;
	unsigned char hash[OSPKG_HASH];
	int fd = memfile_create("about");

	(void)state;
	memset(in.v.package.hash, 0xab, OSPKG_HASH);
	strcpy(in.v.package.cmdline, "quiet \"a b\" upgrade=x");
	in.v.package.line = 2047;
	in.health = 1;
	in.back = true;
	for (unsigned char i = 1; i <= KEPT_REFUSED + 2; i++) {
		memset(hash, i, sizeof(hash));
		kept_refuse(&in, hash);
	}
	assert_int_equal(in.refused_count, KEPT_REFUSED);
	assert_int_equal(in.refused[0][0], 3);
	assert_int_equal(put_about(fd, &in), 0);
	memset(&out, 0, sizeof(out));
	assert_true(read_about(fd, &out));
	assert_memory_equal(out.v.package.hash, in.v.package.hash, OSPKG_HASH);
	assert_string_equal(out.v.package.cmdline, in.v.package.cmdline);
	assert_int_equal(out.v.package.line, 2047);
	assert_int_equal(out.health, 1);
	assert_true(out.back);
	assert_int_equal(out.refused_count, KEPT_REFUSED);
	assert_memory_equal(out.refused, in.refused, sizeof(in.refused));
	close(fd);
}

static bool takes(const char *text)
{
	static struct kept k;
	char copy[256];

	memset(&k, 0, sizeof(k));
	snprintf(copy, sizeof(copy), "%s", text);
	return parse(copy, &k);
}

static void damaged(void **state)
{
	(void)state;
	assert_true(takes("mayfly-package 1\n\nquiet"));
	assert_true(takes("mayfly-package 1\nof a later release\n\nquiet"));
	assert_false(takes(""));
	assert_false(takes("mayfly-package 2\n\nquiet"));
	assert_false(takes("mayfly-package 1\nroom 1"));
	assert_false(takes("mayfly-package 1\nroom x\n\nquiet"));
	assert_false(takes("mayfly-package 1\npackage abc\n\nquiet"));
	assert_false(takes("mayfly-package 1\nrefused \n\nquiet"));
	assert_false(takes("mayfly-package 1\nhealth 256\n\nquiet"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(trial_seconds),
	    cmocka_unit_test(who_is_kept),
	    cmocka_unit_test(comes_back_whole),
	    cmocka_unit_test(damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
