/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/outfile.c tools/st/base64.c tools/st/why.c tools/stmgr/agent.c tools/stmgr/agent_reply.c tools/stmgr/keys.c tools/stmgr/keys_file.c tools/stmgr/keys_sign.c tools/stmgr/pem.c tools/stmgr/sshkey.c tools/stmgr/sshwire.c
// libs: -lcrypto
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/st/base64.h"
#include "../../tools/stmgr/keys.h"
#include "../../tools/stmgr/sshkey.h"
#include "scratch.h"
#include "sshkeys.h"

static struct why why;

#define PKCS8                                                              \
	"-----BEGIN PRIVATE KEY-----\n"                                    \
	"MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g" \
	"\n-----END PRIVATE KEY-----\n"
#define PKIX                                                           \
	"-----BEGIN PUBLIC KEY-----\n"                                 \
	"MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=" \
	"\n-----END PUBLIC KEY-----\n"
#define BLOB                                                          \
	"AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8C" \
	"Gmj3B1Ea"
#define LINE "ssh-ed25519 " BLOB " a comment\n"

static enum key_result parse(const char *text, struct key *key)
{
	why.text[0] = '\0';
	return key_parse(text, strlen(text), key, &why);
}

static void expect_key(const char *text, bool in_agent)
{
	struct key key;

	assert_int_equal(parse(text, &key), KEY_DONE);
	assert_memory_equal(key.public_key, rfc_public, KEY_BYTES);
	assert_int_equal(key.pkey == NULL, in_agent);
	key_free(&key);
}

static void refused(const char *text, const char *reason)
{
	struct key key;

	assert_int_equal(parse(text, &key), KEY_REFUSED);
	assert_null(key.pkey);
	if (!strstr(why.text, reason))
		fail_msg("%s: not %s", why.text, reason);
}

/* The whole of an OpenSSH key file; to free(). */
static char *openssh_pem(const struct sshkey_form *f)
{
	unsigned char der[SSHKEY_ROOM];
	char *text = malloc(4096), *b = base64_encode(der, sshkey_make(der, f));
	int n = 0;
	size_t i;

	assert_non_null(text);
	assert_non_null(b);
	n += sprintf(text, "-----BEGIN OPENSSH PRIVATE KEY-----\n");
	for (i = 0; i < strlen(b); i += 70)
		n += sprintf(text + n, "%.70s\n", b + i);
	sprintf(text + n, "-----END OPENSSH PRIVATE KEY-----\n");
	free(b);
	return text;
}

static void private_keys(void **state)
{
	char *text = openssh_pem(&(struct sshkey_form){ 0 });

	(void)state;
	expect_key(PKCS8, false);
	expect_key("text before\n" PKCS8 " \n\r\n", false);
	expect_key(text, false);
	expect_key(LINE, true);
	expect_key("ssh-ed25519 " BLOB, true);
	expect_key("ssh-ed25519\t" BLOB "\r\n\n", true);
	free(text);
}

static void private_keys_refused(void **state)
{
	(void)state;
	refused("", "no complete PEM block");
	refused("-----BEGIN PRIVATE KEY-----\nMC4C", "no complete PEM block");
	refused(PKCS8 "x", "something after its PEM block");
	refused(PKCS8 PKCS8, "something after its PEM block");
	refused(PKIX, "is a public key");
	refused("-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n"
		"-----END PRIVATE KEY-----\n", "is damaged");
	refused("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMC4CAQ==\n"
		"-----END ENCRYPTED PRIVATE KEY-----\n", "is encrypted");
	refused("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
		"DEK-Info: AES-128-CBC,00\n\nMC4CAQ==\n"
		"-----END RSA PRIVATE KEY-----\n", "is encrypted");
	refused("-----BEGIN RSA PRIVATE KEY-----\nMC4CAQ==\n"
		"-----END RSA PRIVATE KEY-----\n", "is an RSA key");
	refused("-----BEGIN EC PRIVATE KEY-----\nMC4CAQ==\n"
		"-----END EC PRIVATE KEY-----\n", "is an ECDSA key");
	refused("-----BEGIN CERTIFICATE-----\nMC4CAQ==\n"
		"-----END CERTIFICATE-----\n", "is a certificate");
	refused("-----BEGIN AGE KEY-----\nMC4CAQ==\n"
		"-----END AGE KEY-----\n", "is a PEM block AGE KEY");
	/* X25519, same sizes. */
	refused("-----BEGIN PRIVATE KEY-----\n"
		"MC4CAQAwBQYDK2VuBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMc"
		"rn9g\n-----END PRIVATE KEY-----\n", "is a key of type X25519");
	/* A byte after the DER. */
	refused("-----BEGIN PRIVATE KEY-----\n"
		"MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMc"
		"rn9gAA==\n-----END PRIVATE KEY-----\n", "is damaged");
}

static void public_lines_refused(void **state)
{
	(void)state;
	refused("ssh-rsa AAAA c\n", "is a ssh-rsa key");
	refused("ecdsa-sha2-nistp256 AAAA\n", "is a ecdsa-sha2-nistp256 key");
	refused("sk-ssh-ed25519@openssh.com AAAA\n", "security token");
	refused("ssh-ed25519\n", "is damaged");
	refused("ssh-ed25519 !!!!\n", "not base64");
	refused("ssh-ed25519 AAAA\n", "is damaged");
	refused("ssh-ed25519 AAAAB3NzaC1yc2E=\n", "is a ssh-rsa key");
	refused("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+\n",
	    "is damaged");
	refused("ssh-ed25519 " BLOB "AAAA\n", "is damaged");
	refused(LINE LINE, "more than one line");
}

static const struct {
	struct sshkey_form form;
	const char *reason;
} bad_openssh[] = {
	{ { .cipher = "aes256-ctr", .kdf = "bcrypt" }, "has a passphrase" },
	{ { .kdf = "bcrypt" }, "has a passphrase" },
	{ { .options = "x" }, "is damaged" },
	{ { .keys = 2 }, "more or less than one" },
	{ { .type = "ssh-rsa" }, "is a ssh-rsa key" },
	{ { .type = "" }, "is a  key" },
	{ { .check2 = 5 }, "is damaged" },
	{ { .other_public = 1 }, "public keys differ" },
	{ { .other_public = 2 }, "public keys differ" },
	{ { .other_public = 3 }, "public keys differ" },
	{ { .other_seed = 1 }, "private and public key differ" },
	{ { .bad_padding = 1 }, "is damaged" },
	{ { .more_padding = 8 }, "is damaged" },
	{ { .more_padding = 1 }, "is damaged" },
	{ { .rest = 1 }, "is damaged" },
};

static void openssh_refused(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad_openssh) / sizeof(bad_openssh[0]); i++) {
		char *text = openssh_pem(&bad_openssh[i].form);

		refused(text, bad_openssh[i].reason);
		free(text);
	}
}

/* Every cut and every byte changed: no crash, no over-read, no other key. */
static void openssh_damaged(void **state)
{
	unsigned char der[SSHKEY_ROOM], seed[SSH_KEY], key[SSH_KEY], *cut;
	size_t len = sshkey_make(der, &(struct sshkey_form){ 0 }), i;

	(void)state;
	for (i = 0; i < len; i++) {
		cut = malloc(i + 1);
		assert_non_null(cut);
		memcpy(cut, der, i);
		assert_int_equal(sshkey_private(cut, i, seed, key, &why), -1);
		free(cut);
	}
	for (i = 0; i < len; i++) {
		der[i] ^= 0x55;
		if (sshkey_private(der, len, seed, key, &why) == 0)
			assert_memory_equal(key, rfc_public, SSH_KEY);
		der[i] ^= 0x55;
	}
	assert_int_equal(sshkey_private(der, len, seed, key, &why), 0);
	assert_memory_equal(seed, rfc_seed, SSH_KEY);
}

static void public_keys(void **state)
{
	static const char *const good[] = { PKIX, LINE, "x\n" PKIX "\n" };
	unsigned char key[KEY_BYTES];
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		memset(key, 0, sizeof(key));
		assert_int_equal(key_parse_public(good[i], strlen(good[i]), key,
		    &why), KEY_DONE);
		assert_memory_equal(key, rfc_public, KEY_BYTES);
	}
	assert_int_equal(key_parse_public(PKCS8, strlen(PKCS8), key, &why),
	    KEY_REFUSED);
	assert_non_null(strstr(why.text, "is a private key"));
	assert_int_equal(key_parse_public(PKIX PKIX, strlen(PKIX PKIX), key,
	    &why), KEY_REFUSED);
}

/* RFC 8032 section 7.1, test 1: the empty message. */
static void signs(void **state)
{
	static const unsigned char want[4] = { 0xe5, 0x56, 0x43, 0x00 };
	unsigned char sig[KEY_SIG];
	struct key key;

	(void)state;
	assert_int_equal(parse(PKCS8, &key), KEY_DONE);
	assert_int_equal(key_sign(&key, "", 0, sig, &why), KEY_DONE);
	assert_memory_equal(sig, want, sizeof(want));
	/* A key whose halves differ gives nothing out. */
	key.public_key[0] ^= 1;
	assert_int_equal(key_sign(&key, "", 0, sig, &why), KEY_FAILED);
	assert_non_null(strstr(why.text, "signature is wrong"));
	key_free(&key);
}

static void files(void **state)
{
	struct key made, again;
	struct outfile o;
	struct stat st;
	char *big;

	(void)state;
	assert_int_equal(key_make(&made, &why), KEY_DONE);
	assert_int_equal(outfile_open(&o, "key"), 0);
	assert_int_equal(key_write(&made, &o), 0);
	assert_int_equal(outfile_commit_secret(&o), 0);
	assert_int_equal(stat("key", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(key_load("key", &again, &why), KEY_DONE);
	assert_memory_equal(again.public_key, made.public_key, KEY_BYTES);
	key_free(&made);
	key_free(&again);
	assert_int_equal(key_load("none", &again, &why), KEY_FAILED);
	assert_non_null(strstr(why.text, "No such file"));
	assert_int_equal(key_load(".", &again, &why), KEY_FAILED);
	big = calloc(1, KEY_FILE_MAX + 1);
	assert_non_null(big);
	put_bytes("big", big, KEY_FILE_MAX + 1);
	free(big);
	assert_int_equal(key_load("big", &again, &why), KEY_REFUSED);
	assert_non_null(strstr(why.text, "too long"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(private_keys),
		cmocka_unit_test(private_keys_refused),
		cmocka_unit_test(public_lines_refused),
		cmocka_unit_test(openssh_refused),
		cmocka_unit_test(openssh_damaged),
		cmocka_unit_test(public_keys),
		cmocka_unit_test(signs),
		scratch_test(files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
