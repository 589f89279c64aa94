/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/verify.c tools/st/cert.c tools/st/cert_parse.c tools/st/roots.c tools/st/why.c
// libs: -lcrypto
/* What the vectors do not have: the clock, and odd certificates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "../../tools/st/cert.h"
#include "../../tools/st/verify.h"

enum { FROM = 1800000000, TO = 1900000000, NOW = 1850000000 };

static const unsigned char hash[VERIFY_HASH] = "the hash of some archive";

/* In place of sigsum.c: no proof is good. */
int sigsum_verify(const struct sigsum_policy *policy, const void *proof,
    size_t len, const unsigned char pubkey[32],
    const unsigned char message[32], uint64_t *since, struct why *why);
int sigsum_verify(const struct sigsum_policy *policy, const void *proof,
    size_t len, const unsigned char pubkey[32],
    const unsigned char message[32], uint64_t *since, struct why *why)
{
	(void)policy, (void)proof, (void)len, (void)pubkey, (void)message;
	(void)since;
	why_set(why, "is no proof");
	return -1;
}

static EVP_PKEY *root_key, *leaf_key;

static int make_keys(void **state)
{
	(void)state;
	root_key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	leaf_key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	return root_key && leaf_key ? 0 : -1;
}

static int free_keys(void **state)
{
	(void)state;
	EVP_PKEY_free(root_key);
	EVP_PKEY_free(leaf_key);
	return 0;
}

/* A certificate of version 3 with an extension ("name=value") or NULL. */
static X509 *make(const char *subject, EVP_PKEY *key, const char *issuer,
    EVP_PKEY *issuer_key, const char *name, const char *value)
{
	const EVP_MD *md = EVP_PKEY_get_id(issuer_key) == EVP_PKEY_ED25519
	    ? NULL
	    : EVP_sha1();
	X509 *x = X509_new();
	X509_EXTENSION *e;

	X509_set_version(x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	ASN1_TIME_set(X509_getm_notBefore(x), FROM);
	ASN1_TIME_set(X509_getm_notAfter(x), TO);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
	    (const unsigned char *)subject, -1, -1, 0);
	X509_NAME_add_entry_by_txt(X509_get_issuer_name(x), "CN", MBSTRING_UTF8,
	    (const unsigned char *)issuer, -1, -1, 0);
	X509_set_pubkey(x, key);
	if (name) {
		e = X509V3_EXT_conf(NULL, NULL, name, value);
		assert_non_null(e);
		X509_add_ext(x, e, -1);
		X509_EXTENSION_free(e);
	} else {
		X509_set_version(x, X509_VERSION_1);
	}
	assert_true(X509_sign(x, issuer_key, md) > 0);
	return x;
}

static X509 *make_root(void)
{
	return make("root", root_key, "root", root_key, "basicConstraints",
	    "critical,CA:TRUE");
}

static X509 *make_leaf(void)
{
	return make("leaf", leaf_key, "root", root_key, "keyUsage",
	    "critical,digitalSignature");
}

/* Is the leaf trusted under the root? Frees both. */
static void judge(X509 *root, X509 *leaf, time_t now, const char *reason)
{
	const struct roots roots = { 1, &root };
	struct why why = { 0 };
	int r = cert_trusted(leaf, &roots, now, &why);

	if (!reason && r)
		fail_msg("%s", why.text);
	if (reason && (!r || !strstr(why.text, reason)))
		fail_msg("wanted: %s, got: %s", reason, why.text);
	X509_free(root);
	X509_free(leaf);
}

static void validity(void **state)
{
	(void)state;
	judge(make_root(), make_leaf(), NOW, NULL);
	judge(make_root(), make_leaf(), FROM, NULL);
	judge(make_root(), make_leaf(), TO, NULL);
	judge(make_root(), make_leaf(), FROM - 1, "root CN=root is valid only "
	      "from 2027-01-15 08:00:00 UTC (the clock says 2027-01-15 "
	      "07:59:59 UTC)");
	judge(make_root(), make_leaf(), TO + 1, "expired 2030-03-17");
	judge(make_root(), make_root(), TO + 1, "expired 2030-03-17");
	judge(make_root(), make_leaf(), 3, "(the clock says 1970-01-01 "
	      "00:00:03 UTC, which cannot be: set the hardware clock)");
}

static void odd_roots(void **state)
{
	(void)state;
	judge(make("root", root_key, "root", root_key, NULL, NULL),
	    make_leaf(), NOW, "is not a CA");
	judge(make("root", root_key, "root", leaf_key, "basicConstraints",
		  "CA:TRUE"), make_leaf(), NOW, NULL);
	judge(make("root", leaf_key, "root", leaf_key, "basicConstraints",
		  "CA:TRUE"), make_leaf(), NOW, "did not sign");
	judge(make("Root", root_key, "Root", root_key, "basicConstraints",
		  "CA:TRUE"), make_leaf(), NOW,
	    "CN=leaf was not issued by a trusted root");
	judge(make("root", root_key, "root", root_key, "basicConstraints",
		  "CA:TRUE,pathlen:0"), make_leaf(), NOW, NULL);
}

static void odd_leaves(void **state)
{
	EVP_PKEY *rsa = EVP_RSA_gen(2048);

	(void)state;
	judge(make_root(), make("root", root_key, "root", root_key,
		  "keyUsage", "digitalSignature"), NOW,
	    "has the name and the key of a root");
	judge(make("root", rsa, "root", rsa, "basicConstraints", "CA:TRUE"),
	    make("leaf", leaf_key, "root", rsa, "keyUsage",
		"digitalSignature"), NOW, "did not sign"); /* SHA-1 */
	judge(make_root(), make("leaf", leaf_key, "root", root_key,
		  "subjectKeyIdentifier", "critical,0102"), NOW,
	    "unknown critical extension 2.5.29.14");
	judge(make_root(), make("leaf", leaf_key, "root", root_key,
		  "subjectAltName", "critical,DNS:x"), NOW, NULL);
	judge(make_root(), make("leaf", leaf_key, "root", root_key, NULL, NULL),
	    NOW, NULL);
	EVP_PKEY_free(rsa);
}

/* Append a signature of leaf_key's with its certificate. */
static void sign(struct descriptor *d, X509 *cert)
{
	unsigned char sig[64];
	size_t len = sizeof(sig);
	BIO *pem = BIO_new(BIO_s_mem());
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	long n;
	char *text;

	PEM_write_bio_X509(pem, cert);
	n = BIO_get_mem_data(pem, &text);
	EVP_DigestSignInit(ctx, NULL, NULL, NULL, leaf_key);
	assert_int_equal(EVP_DigestSign(ctx, sig, &len, hash, VERIFY_HASH), 1);
	d->certs = realloc(d->certs, (d->ncerts + 1) * sizeof(*d->certs));
	d->sigs = realloc(d->sigs, (d->nsigs + 1) * sizeof(*d->sigs));
	d->certs[d->ncerts].data = malloc((size_t)n);
	memcpy(d->certs[d->ncerts].data, text, (size_t)n);
	d->certs[d->ncerts++].len = (size_t)n;
	d->sigs[d->nsigs].data = malloc(len);
	memcpy(d->sigs[d->nsigs].data, sig, len);
	d->sigs[d->nsigs++].len = len;
	EVP_MD_CTX_free(ctx);
	BIO_free(pem);
	X509_free(cert);
}

static void note(void *arg, const char *text)
{
	char *all = arg;

	strcat(all, text);
	strcat(all, "\n");
}

static void counts(void **state)
{
	X509 *root = make_root();
	const struct roots roots = { 1, &root };
	const struct sigsum_policy *policy = (const void *)hash;
	struct descriptor d = { 0 };
	struct verify_result result;
	char notes[2000] = "";
	struct why why;
	size_t i;

	(void)state;
	sign(&d, make_leaf());
	d.sigs[0].data[0] ^= 1;
	sign(&d, make_leaf());
	sign(&d, make_leaf());
	assert_int_equal(ospkg_verify(&d, hash, &roots, NULL, 1, NOW, note,
			     notes, &result, &why), 0);
	assert_int_equal(result.found, 3);
	assert_int_equal(result.valid, 1);
	assert_string_equal(notes,
	    "signature 1: does not match the archive\n"
	    "signature 3: has the key of another one: it counts once\n");
	assert_int_equal(ospkg_verify(&d, hash, &roots, NULL, 2, NOW, NULL,
			     NULL, &result, &why), -1);
	assert_string_equal(why.text, "not enough valid signatures: 3 found, "
				      "1 valid, 2 required");
	assert_int_equal(ospkg_verify(&d, hash, &roots, NULL, INT64_MAX, NOW,
			     NULL, NULL, &result, &why), -1);
	assert_int_equal(ospkg_verify(&d, hash, &roots, NULL, 0, NOW, NULL,
			     NULL, &result, &why), -1);
	/* With a policy only proofs count. */
	assert_int_equal(ospkg_verify(&d, hash, &roots, policy, 1, NOW, NULL,
			     NULL, &result, &why), -1);
	assert_int_equal(result.valid, 0);
	/* A certificate that is none is the end of it, wherever it is. */
	d.certs[2].len = 20;
	assert_int_equal(ospkg_verify(&d, hash, &roots, NULL, 1, NOW, NULL,
			     NULL, &result, &why), -1);
	assert_non_null(strstr(why.text, "certificate 3 "));
	assert_int_equal(result.valid, 0);
	for (i = 0; i < d.nsigs; i++) {
		free(d.certs[i].data);
		free(d.sigs[i].data);
	}
	free(d.certs);
	free(d.sigs);
	X509_free(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(validity),
		cmocka_unit_test(odd_roots),
		cmocka_unit_test(odd_leaves),
		cmocka_unit_test(counts),
	};

	return cmocka_run_group_tests(tests, make_keys, free_keys);
}
