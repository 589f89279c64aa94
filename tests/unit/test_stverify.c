/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/verify.c tools/st/cert.c tools/st/cert_parse.c tools/st/roots.c tools/st/why.c
// libs: -lcrypto
/* What the vectors do not have: the clock, and odd certificates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdbool.h>
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

/* In place of sigsum.c: no proof is good, or all are, and were seen then. */
static bool good_proofs;
static uint64_t seen[2];
static size_t seen_next;

int sigsum_verify(const struct sigsum_policy *policy, const void *proof,
    size_t len, const unsigned char pubkey[32],
    const unsigned char message[32], uint64_t *since, struct why *why);
int sigsum_verify(const struct sigsum_policy *policy, const void *proof,
    size_t len, const unsigned char pubkey[32],
    const unsigned char message[32], uint64_t *since, struct why *why)
{
	(void)policy, (void)proof, (void)len, (void)pubkey, (void)message;
	if (good_proofs) {
		*since = seen[seen_next++];
		return 0;
	}
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

static void free_descriptor(struct descriptor *d)
{
	for (size_t i = 0; i < d->nsigs; i++) {
		free(d->certs[i].data);
		free(d->sigs[i].data);
	}
	free(d->certs);
	free(d->sigs);
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
	free_descriptor(&d);
	X509_free(root);
}

/* The same leaf, valid in other years. */
static X509 *leaf_of(EVP_PKEY *key, time_t from, time_t to, EVP_PKEY *issuer)
{
	X509 *x = make("leaf", key, "root", issuer, "keyUsage",
	    "critical,digitalSignature");

	ASN1_TIME_set(X509_getm_notBefore(x), from);
	ASN1_TIME_set(X509_getm_notAfter(x), to);
	assert_true(X509_sign(x, issuer, NULL) > 0);
	return x;
}

/* By a clock that is a guess: it is as late as a certificate that a root issued. */
static void begins(void **state)
{
	X509 *root = make_root();
	const struct roots roots = { 1, &root };
	enum { BEFORE = FROM + 5, LATER = FROM + 50, MOST = FROM + 100 };
	struct descriptor d = { 0 };
	struct verify_result result;
	struct why why;

	(void)state;
	assert_int_equal(ospkg_begins(&d, &roots, BEFORE, MOST), BEFORE);
	sign(&d, leaf_of(leaf_key, LATER, TO, root_key));
	assert_int_equal(ospkg_begins(&d, &roots, BEFORE, MOST), LATER);
	assert_int_equal(ospkg_begins(&d, &roots, BEFORE, LATER), LATER);
	assert_int_equal(ospkg_begins(&d, &roots, BEFORE, LATER - 1), BEFORE);
	assert_int_equal(ospkg_begins(&d, &roots, LATER + 1, MOST), LATER + 1);
	/* By whom the roots do not know, nothing is said. */
	sign(&d, leaf_of(leaf_key, LATER + 9, TO, leaf_key));
	assert_int_equal(ospkg_begins(&d, &roots, BEFORE, MOST), LATER);
	/* A certificate is issued before it begins, so it was signed after that. */
	assert_int_equal(ospkg_verify(&d, hash, &roots, NULL, 1, BEFORE, NULL,
			     NULL, &result, &why), -1);
	assert_int_equal(ospkg_verify(&d, hash, &roots, NULL, 1, LATER, NULL,
			     NULL, &result, &why), 0);
	assert_int_equal(result.since, LATER);
	free_descriptor(&d);
	X509_free(root);
}

/* Witnesses make it later, but as few signers as are not enough do not. */
static void since(void **state)
{
	X509 *root = make_root();
	const struct roots roots = { 1, &root };
	const struct sigsum_policy *policy = (const void *)hash;
	EVP_PKEY *other = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	struct descriptor d = { 0 };
	struct verify_result result;
	struct why why;

	(void)state;
	sign(&d, leaf_of(leaf_key, FROM + 1, FROM + 900, root_key));
	sign(&d, leaf_of(other, FROM + 2, FROM + 900, root_key));
	good_proofs = true;
	for (size_t i = 0; i < 2; i++) {
		seen[0] = FROM + 100;
		seen[1] = i ? FROM + 200 : 0;
		seen_next = 0;
		assert_int_equal(ospkg_verify(&d, hash, &roots, policy, 1,
		    FROM + 50, NULL, NULL, &result, &why), 0);
		assert_int_equal(result.since, i ? FROM + 200 : FROM + 100);
		seen_next = 0;
		assert_int_equal(ospkg_verify(&d, hash, &roots, policy, 2,
		    FROM + 50, NULL, NULL, &result, &why), 0);
		assert_int_equal(result.since, i ? FROM + 100 : FROM + 2);
	}
	/* Nor is anything later than the end of a certificate. */
	seen[0] = seen[1] = UINT64_MAX;
	seen_next = 0;
	assert_int_equal(ospkg_verify(&d, hash, &roots, policy, 2, FROM + 50,
			     NULL, NULL, &result, &why), 0);
	assert_int_equal(result.since, FROM + 900);
	good_proofs = false;
	free_descriptor(&d);
	EVP_PKEY_free(other);
	X509_free(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(validity),
		cmocka_unit_test(odd_roots),
		cmocka_unit_test(odd_leaves),
		cmocka_unit_test(counts),
		cmocka_unit_test(begins),
		cmocka_unit_test(since),
	};

	return cmocka_run_group_tests(tests, make_keys, free_keys);
}
