/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/readfile.c tools/st/trustdir.c tools/st/trustpolicy.c tools/st/efivar.c tools/st/json.c tools/st/cert_parse.c tools/st/roots.c tools/st/sigsum_policy.c tools/st/sigsum_policy_parse.c tools/st/hex.c tools/st/why.c
// libs: -ljansson -lcrypto
/* The files that a boot loader is configured with, and reading them. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scratch.h"

#include "../../tools/lib/readfile.h"
#include "../../tools/st/efivar.h"
#include "../../tools/st/trustdir.h"

#define POLICY \
	"{\"ospkg_signature_threshold\":2,\"ospkg_fetch_method\":\"network\"}"

static const char root[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIBRDCB96ADAgECAhR8fehZ4aENi68RvQzHfM3dpEA41DAFBgMrZXAwDzENMAsG\n"
	"A1UEAwwEcm9vdDAgFw0yNjExMjQxMjI3MzVaGA8yMDUxMDcxNjEyMjczNVowDzEN\n"
	"MAsGA1UEAwwEcm9vdDAqMAUGAytlcAMhAIeV0rjt9/LdIAFBCMII542l1MgG0aBR\n"
	"zZBwqrDeQ/lvo2MwYTAdBgNVHQ4EFgQUUY7dreMVSKyXED8IqqwaHtSx3EgwHwYD\n"
	"VR0jBBgwFoAUUY7dreMVSKyXED8IqqwaHtSx3EgwDwYDVR0TAQH/BAUwAwEB/zAO\n"
	"BgNVHQ8BAf8EBAMCAoQwBQYDK2VwA0EAAKU108wZj0DfWFHt18IyGZry4oH0R+XR\n"
	"IcJFCvtaxRadX2DkYwd1Q1WLeatq7FdQYhW6dYrHVxOhNuzV9xAHCg==\n"
	"-----END CERTIFICATE-----\n";

static void reads_files(void **state)
{
	unsigned char *data;
	size_t len, i;
	FILE *f = fopen("long", "w");

	(void)state;
	for (i = 0; i < 100000; i++)
		fputc((int)(i % 251), f);
	fclose(f);
	assert_int_equal(readfile_at(AT_FDCWD, "long", i, &data, &len), 0);
	assert_int_equal(len, i);
	assert_int_equal(data[i], 0);
	for (i = 0; i < len; i++)
		assert_int_equal(data[i], i % 251);
	free(data);
	assert_int_equal(readfile_at(AT_FDCWD, "long", i - 1, &data, &len), -1);
	assert_int_equal(errno, EFBIG);
	put("empty", "");
	assert_int_equal(readfile_at(AT_FDCWD, "empty", 0, &data, &len), 0);
	assert_int_equal(len, 0);
	free(data);
	assert_int_equal(readfile_at(AT_FDCWD, ".", i, &data, &len), -1);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(readfile_at(AT_FDCWD, "fifo", i, &data, &len), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(readfile_at(AT_FDCWD, "none", i, &data, &len), -1);
	assert_int_equal(errno, ENOENT);
}

static void refused(int want_unreadable, const char *reason)
{
	struct trustdir t;
	struct why why;
	int unreadable;

	assert_int_equal(trustdir_load(".", &t, &unreadable, &why), -1);
	if (!strstr(why.text, reason))
		fail_msg("wanted: %s, got: %s", reason, why.text);
	assert_int_equal(unreadable, want_unreadable);
	assert_int_equal(t.roots.n, 0);
}

#define SIGSUM \
	"log 4644af2abd40f4895a003bca350f9d5912ab301a49c77f13e5b6d905c20a5fe6" \
	"\nquorum none\n"

static void loads_a_policy(void **state)
{
	struct trustdir t;
	struct why why;

	(void)state;
	refused(1, "trust_policy.json: No such file");
	put(TRUSTDIR_POLICY, POLICY);
	refused(1, "ospkg_signing_root.pem: No such file");
	put(TRUSTDIR_ROOTS, root);
	if (trustdir_load(".", &t, NULL, &why))
		fail_msg("%s", why.text);
	assert_int_equal(t.policy.threshold, 2);
	assert_int_equal(t.policy.fetch, FETCH_NETWORK);
	assert_int_equal(t.roots.n, 1);
	assert_int_equal(t.tls.n, 0);
	assert_null(t.sigsum);
	trustdir_free(&t);
	put(TRUSTDIR_TLS, root);
	put(TRUSTDIR_SIGSUM, "quorum none\n");
	refused(0, "ospkg_trust_policy: ");
	put(TRUSTDIR_SIGSUM, SIGSUM);
	if (trustdir_load(".", &t, NULL, &why))
		fail_msg("%s", why.text);
	assert_int_equal(t.tls.n, 1);
	assert_string_equal(t.tls_text, root);
	assert_int_equal(t.sigsum_len, strlen(SIGSUM));
	assert_string_equal(t.sigsum, SIGSUM);
	trustdir_free(&t);
}

static void refuses_a_policy(void **state)
{
	(void)state;
	put(TRUSTDIR_POLICY, POLICY);
	put(TRUSTDIR_ROOTS, root);
	put(TRUSTDIR_AGE, "");
	refused(0, "decryption_identities: decryption of packages (age) is not "
		   "supported");
	unlink(TRUSTDIR_AGE);
	put(TRUSTDIR_TLS, "no certificates");
	refused(0, "tls_roots.pem: has no PEM block CERTIFICATE");
	unlink(TRUSTDIR_TLS);
	assert_int_equal(mkfifo(TRUSTDIR_TLS, 0600), 0);
	refused(1, "tls_roots.pem: not a regular file");
	put(TRUSTDIR_ROOTS, "-----BEGIN CERTIFICATE-----\nAQID\n"
			    "-----END CERTIFICATE-----\n");
	refused(0, "ospkg_signing_root.pem: has a PEM block CERTIFICATE that "
		   "is none");
	put(TRUSTDIR_POLICY, "{}");
	refused(0, "trust_policy.json: ospkg_signature_threshold is missing");
}

static void efi_variables(void **state)
{
	static unsigned char big[EFIVAR_MAX + 1] = { 7 };
	static const unsigned char good[] = { 7, 0, 0, 0, '{', '}' };
	static const unsigned char bad[] = { 7, 0, 0, 0x80, '{', '}' };
	struct efivar v;
	struct why why;

	(void)state;
	assert_int_equal(efivar_parse(good, sizeof(good), &v, &why), 0);
	assert_int_equal(v.attributes, 7);
	assert_int_equal(v.len, 2);
	assert_memory_equal(v.data, "{}", 2);
	assert_int_equal(efivar_parse(good, 4, &v, &why), 0);
	assert_int_equal(v.len, 0);
	assert_int_equal(efivar_parse(good, 3, &v, &why), -1);
	assert_non_null(strstr(why.text, "too short"));
	assert_int_equal(efivar_parse(bad, sizeof(bad), &v, &why), -1);
	assert_non_null(strstr(why.text, "0x80000007"));
	assert_int_equal(efivar_parse(big, EFIVAR_MAX, &v, &why), 0);
	assert_int_equal(efivar_parse(big, EFIVAR_MAX + 1, &v, &why), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(reads_files),
		scratch_test(loads_a_policy),
		scratch_test(refuses_a_policy),
		cmocka_unit_test(efi_variables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
