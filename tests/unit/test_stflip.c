/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/package.c tools/st/osmanifest.c tools/st/json.c tools/st/zip.c tools/st/zip_dir.c tools/st/zip_end.c tools/st/zip_extract.c tools/st/zip_local.c tools/st/verify.c tools/st/cert.c tools/st/cert_parse.c tools/st/descriptor.c tools/st/base64.c tools/st/url.c tools/st/why.c tools/st/bzimage.c
// libs: -ljansson -lcrypto -lz
/*
 * Every single bit of a small package, turned over. One of the archive refuses
 * the package; and if nobody looked at the signatures, what is extracted is
 * still what was packed. One of the descriptor refuses the package, or what
 * counted is the same signature by the same certificate.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>

#include "../../tools/st/cert.h"
#include "../../tools/st/package.h"
#include "../../tools/st/verify.h"
#include "zipmaker.h"

enum { FROM = 1800000000, TO = 1900000000, NOW = 1850000000 };

#define KERNEL "the kernel, the kernel, the kernel"
#define INITRAMFS "initramfs: 070701"
#define CMDLINE "console=ttyS0 quiet"
#define MANIFEST "{\"version\":1,\"label\":\"a label\",\"kernel\":\"boot/k\"," \
		 "\"initramfs\":\"boot/i\",\"cmdline\":\"" CMDLINE "\"}"

/* In place of sigsum.c: there is no policy, so nobody asks. */
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

/* ---- a signed package ---- */

/* Keys that are the same in each run, so that a failure comes again. */
static EVP_PKEY *make_key(unsigned char seed)
{
	unsigned char raw[32];
	EVP_PKEY *key;

	memset(raw, seed, sizeof(raw));
	key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, raw, 32);
	assert_non_null(key);
	return key;
}

static X509 *make_cert(const char *subject, EVP_PKEY *key, EVP_PKEY *issuer,
    const char *name, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf(NULL, NULL, name, value);
	X509 *x = X509_new();

	X509_set_version(x, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	ASN1_TIME_set(X509_getm_notBefore(x), FROM);
	ASN1_TIME_set(X509_getm_notAfter(x), TO);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN",
	    MBSTRING_UTF8, (const unsigned char *)subject, -1, -1, 0);
	X509_NAME_add_entry_by_txt(X509_get_issuer_name(x), "CN",
	    MBSTRING_UTF8, (const unsigned char *)"root", -1, -1, 0);
	X509_set_pubkey(x, key);
	X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
	assert_true(X509_sign(x, issuer, NULL) > 0);
	return x;
}

static struct maker archive;
static unsigned char hash[VERIFY_HASH];
static X509 *root, *leaf;
static unsigned char sig[64];
static char *json; /* the descriptor */

static void hash_archive(unsigned char out[VERIFY_HASH])
{
	size_t len = (size_t)archive.at;
	unsigned char *data = malloc(len);

	assert_int_equal(pread(archive.fd, data, len, 0), len);
	SHA256(data, len, out);
	free(data);
}

static void sign(EVP_PKEY *key)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	struct descriptor d = { .url = (char *)(uintptr_t)"https://h/p.zip" };
	BIO *pem = BIO_new(BIO_s_mem());
	size_t len = sizeof(sig);
	char *text;
	long n;

	hash_archive(hash);
	assert_int_equal(EVP_DigestSignInit(ctx, NULL, NULL, NULL, key), 1);
	assert_int_equal(EVP_DigestSign(ctx, sig, &len, hash, sizeof(hash)),
	    1);
	EVP_MD_CTX_free(ctx);
	assert_int_equal(PEM_write_bio_X509(pem, leaf), 1);
	n = BIO_get_mem_data(pem, &text);
	assert_int_equal(descriptor_append(&d, text, (size_t)n, sig, len), 0);
	json = descriptor_text(&d);
	assert_non_null(json);
	d.url = NULL;
	descriptor_free(&d);
	BIO_free(pem);
}

/* What the archives of this test differ in. */
struct form {
	bool deflate, zip64;
	int descriptor;
};

static const struct form forms[] = {
	{ true, false, 16 },
	{ false, false, 0 },
	{ true, true, 24 },
};

static void make_archive(const struct form *f)
{
	static const struct make dir = { .name = "boot/" };
	struct make file[] = {
		{ .name = "boot/k", .data = KERNEL, .len = strlen(KERNEL) },
		{ .name = "boot/i", .data = INITRAMFS,
		  .len = strlen(INITRAMFS) },
		{ .name = "manifest.json", .data = MANIFEST,
		  .len = strlen(MANIFEST) },
	};
	size_t i;

	maker_start(&archive);
	maker_add(&archive, &dir);
	for (i = 0; i < 3; i++) {
		file[i].deflate = f->deflate;
		file[i].zip64 = f->zip64;
		file[i].descriptor = f->descriptor;
		maker_add(&archive, &file[i]);
	}
	maker_end(&archive, f->zip64, "");
}

static int make_certs(void **state)
{
	EVP_PKEY *root_key = make_key(1), *leaf_key = make_key(2);

	(void)state;
	root = make_cert("root", root_key, root_key, "basicConstraints",
	    "critical,CA:TRUE");
	leaf = make_cert("leaf", leaf_key, root_key, "keyUsage",
	    "critical,digitalSignature");
	make_archive(&forms[0]);
	sign(leaf_key);
	EVP_PKEY_free(root_key);
	EVP_PKEY_free(leaf_key);
	return 0;
}

static int free_certs(void **state)
{
	(void)state;
	maker_close(&archive);
	X509_free(root);
	X509_free(leaf);
	free(json);
	return 0;
}

/* ---- is it taken? ---- */

/* Are the signatures good? *out is then the descriptor. */
static bool signed_well(const char *text, size_t len,
    const unsigned char of[VERIFY_HASH], struct descriptor *out)
{
	const struct roots roots = { 1, &root };
	struct verify_result result;
	struct why why;

	if (descriptor_parse(text, len, out, &why))
		return false;
	if (!ospkg_verify(out, of, &roots, NULL, 1, NOW, NULL, NULL, &result,
		&why))
		return true;
	descriptor_free(out);
	return false;
}

struct wanted {
	const char *data;
	size_t len;
	bool wrong;
};

static int compare(void *arg, const void *data, size_t n)
{
	struct wanted *w = arg;

	if (n > w->len || memcmp(data, w->data, n) != 0)
		w->wrong = true;
	n = n > w->len ? w->len : n;
	w->data += n;
	w->len -= n;
	return 0;
}

/* Extract e: refused, or what was packed. */
static bool extracts(const struct package *p, const struct zip_entry *e,
    const char *want)
{
	struct wanted w = { want, strlen(want), false };
	struct why why;

	if (zip_extract(&p->zip, e, compare, &w, &why))
		return false;
	assert_false(w.wrong);
	assert_int_equal(w.len, 0);
	return true;
}

/* Open the archive and extract all: refused, or what was packed. */
static bool boots(void)
{
	struct package p;
	struct why why;
	struct package_head head;
	bool good, checked;

	if (package_open(&p, archive.fd, archive.at, &why))
		return false;
	good = extracts(&p, p.kernel, KERNEL) &&
	    extracts(&p, p.initramfs, INITRAMFS);
	checked = !package_check(&p, &head, &why);
	assert_int_equal(checked, good);
	if (good)
		assert_string_equal(p.manifest.cmdline, CMDLINE);
	package_close(&p);
	return good;
}

static void flip(uint64_t bit)
{
	unsigned char byte;

	assert_int_equal(pread(archive.fd, &byte, 1, (off_t)(bit / 8)), 1);
	byte ^= (unsigned char)(1 << bit % 8);
	assert_int_equal(pwrite(archive.fd, &byte, 1, (off_t)(bit / 8)), 1);
}

/* ---- the tests ---- */

static void untouched_it_is_taken(void **state)
{
	struct descriptor d;

	(void)state;
	assert_true(signed_well(json, strlen(json), hash, &d));
	descriptor_free(&d);
	assert_true(boots());
}

static void bits_of_the_archive(void **state)
{
	unsigned char of[VERIFY_HASH];
	struct descriptor d;
	uint64_t bit;

	(void)state;
	for (bit = 0; bit < 8 * archive.at; bit++) {
		flip(bit);
		hash_archive(of);
		if (signed_well(json, strlen(json), of, &d))
			fail_msg("taken with bit %llu turned over",
			    (unsigned long long)bit);
		flip(bit);
	}
}

/*
 * May differ and nothing else does: versions, times, attributes, and how the
 * same contents are deflated (a match at another distance, bits after the
 * end).
 */
static bool is_idle(uint64_t at)
{
	size_t i;

	for (i = 0; i < archive.n; i++) {
		uint64_t l = at - archive.e[i].local;
		uint64_t c = at - archive.e[i].central;

		if (l == 4 || l == 5 || (l >= 10 && l < 14) ||
		    (c >= 4 && c < 8) || (c >= 12 && c < 16) ||
		    (c >= 36 && c < 42))
			return true;
		if (archive.e[i].make.deflate && at >= archive.e[i].data &&
		    at < archive.e[i].gap)
			return true;
	}
	return archive.end64 && at - archive.end64 >= 12 &&
	    at - archive.end64 < 16;
}

static void bits_of_an_archive_nobody_signed(void **state)
{
	struct maker first = archive;
	uint64_t bit;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		make_archive(&forms[i]);
		assert_true(boots());
		for (bit = 0; bit < 8 * archive.at; bit++) {
			flip(bit);
			if (boots() && !is_idle(bit / 8))
				fail_msg("form %zu, byte %llu, bit %d", i,
				    (unsigned long long)bit / 8,
				    (int)(bit % 8));
			flip(bit);
		}
		maker_close(&archive);
	}
	archive = first;
}

/* Is what counted in d the very signature and certificate? */
static void is_the_same(const struct descriptor *d, size_t bit)
{
	struct why why = { 0 };
	X509 *x;

	assert_int_equal(d->nsigs, 1);
	assert_int_equal(d->sigs[0].len, sizeof(sig));
	assert_memory_equal(d->sigs[0].data, sig, sizeof(sig));
	x = cert_parse(d->certs[0].data, d->certs[0].len, &why);
	if (!x)
		fail_msg("bit %zu: %s", bit, why.text);
	if (X509_cmp(x, leaf) != 0)
		fail_msg("bit %zu: another certificate", bit);
	X509_free(x);
}

static void bits_of_the_descriptor(void **state)
{
	size_t len = strlen(json), bit, taken = 0;
	struct descriptor d;

	(void)state;
	for (bit = 0; bit < 8 * len; bit++) {
		json[bit / 8] ^= (char)(1 << bit % 8);
		if (signed_well(json, len, hash, &d)) {
			is_the_same(&d, bit);
			descriptor_free(&d);
			taken++;
		}
		json[bit / 8] ^= (char)(1 << bit % 8);
	}
	/* The URL and its key, and not much more. */
	assert_true(taken > 0);
	assert_true(taken < 8 * strlen("os_pkg_url: https://h/p.zip"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(untouched_it_is_taken),
		cmocka_unit_test(bits_of_the_archive),
		cmocka_unit_test(bits_of_an_archive_nobody_signed),
		cmocka_unit_test(bits_of_the_descriptor),
	};

	return cmocka_run_group_tests(tests, make_certs, free_certs);
}
