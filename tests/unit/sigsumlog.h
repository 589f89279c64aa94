/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A Sigsum log and its witnesses in memory, written from the format notes
 * alone, with the plainest algorithm: what the verifier is tested against.
 * Include cmocka.h before.
 */
#ifndef TESTS_SIGSUMLOG_H
#define TESTS_SIGSUMLOG_H

#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEAVES = 40, PROOF_MAX = 8192 };

struct test_key {
	EVP_PKEY *pkey;
	unsigned char key[32], hash[32];
};

static inline void sha256(const void *data, size_t len, unsigned char out[32])
{
	assert_int_equal(EVP_Digest(data, len, out, NULL, EVP_sha256(), NULL),
	    1);
}

/* The key whose seed is the hash of name. */
static inline struct test_key make_key(const char *name)
{
	struct test_key k;
	unsigned char seed[32];
	size_t len = sizeof(k.key);

	sha256(name, strlen(name), seed);
	k.pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, 32);
	assert_non_null(k.pkey);
	assert_int_equal(EVP_PKEY_get_raw_public_key(k.pkey, k.key, &len), 1);
	sha256(k.key, sizeof(k.key), k.hash);
	return k;
}

static inline void sign(const struct test_key *k, const void *data, size_t len,
    unsigned char out[64])
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t n = 64;

	assert_non_null(ctx);
	assert_int_equal(EVP_DigestSignInit(ctx, NULL, NULL, NULL, k->pkey), 1);
	assert_int_equal(EVP_DigestSign(ctx, out, &n, data, len), 1);
	EVP_MD_CTX_free(ctx);
}

static inline const char *hex(const unsigned char *data, size_t n, char *out)
{
	size_t i;

	for (i = 0; i < n; i++)
		sprintf(out + 2 * i, "%02x", data[i]);
	return out;
}

/* The leaves' hashes; each is of the submitter's signature of its message. */
struct test_log {
	struct test_key log, submitter;
	unsigned char message[LEAVES][32], signature[LEAVES][64];
	unsigned char leaf[LEAVES][32];
};

static inline void make_log(struct test_log *l)
{
	unsigned char text[56] = "sigsum.org/v1/tree-leaf", leaf[129] = { 0 };
	size_t i;

	l->log = make_key("log");
	l->submitter = make_key("submitter");
	for (i = 0; i < LEAVES; i++) {
		sha256(&i, sizeof(i), l->message[i]);
		sha256(l->message[i], 32, text + 24);
		sign(&l->submitter, text, sizeof(text), l->signature[i]);
		memcpy(leaf + 1, text + 24, 32);
		memcpy(leaf + 33, l->signature[i], 64);
		memcpy(leaf + 97, l->submitter.hash, 32);
		sha256(leaf, sizeof(leaf), l->leaf[i]);
	}
}

static inline void free_log(struct test_log *l)
{
	EVP_PKEY_free(l->log.pkey);
	EVP_PKEY_free(l->submitter.pkey);
}

/* The root of n leaves: MTH of RFC 9162 section 2.1.1, as it is written. */
static inline void root(unsigned char (*leaf)[32], size_t n,
    unsigned char out[32])
{
	unsigned char node[65] = { 1 };
	size_t k = 1;

	if (n == 1) {
		memcpy(out, leaf[0], 32);
		return;
	}
	while (2 * k < n)
		k *= 2;
	root(leaf, k, node + 1);
	root(leaf + k, n - k, node + 33);
	sha256(node, sizeof(node), out);
}

/* PATH of RFC 9162 section 2.1.3.1; returns its length. */
static inline size_t path(unsigned char (*leaf)[32], size_t n, size_t index,
    unsigned char (*out)[32])
{
	size_t k = 1, len;

	if (n == 1)
		return 0;
	while (2 * k < n)
		k *= 2;
	if (index < k) {
		len = path(leaf, k, index, out);
		root(leaf + k, n - k, out[len]);
	} else {
		len = path(leaf + k, n - k, index - k, out);
		root(leaf, k, out[len]);
	}
	return len + 1;
}

/* The text that the log signs. */
static inline void head(const struct test_log *l, size_t size,
    const unsigned char hash[32], char out[256])
{
	char log[65], base64[45];

	EVP_EncodeBlock((unsigned char *)base64, hash, 32);
	snprintf(out, 256, "sigsum.org/v1/tree/%s\n%zu\n%s\n",
	    hex(l->log.hash, 32, log), size, base64);
}

/* Append a cosignature line. */
static inline void cosign(const struct test_key *w, const char *tree, long time,
    char *out)
{
	unsigned char sig[64];
	char text[512], a[65], b[129];

	snprintf(text, sizeof(text), "cosignature/v1\ntime %ld\n%s", time, tree);
	sign(w, text, strlen(text), sig);
	sprintf(out + strlen(out), "cosignature=%s %ld %s\n",
	    hex(w->hash, 32, a), time, hex(sig, 64, b));
}

/* The proof of that leaf in the tree of the first size, with n witnesses. */
static inline void make_proof(struct test_log *l, size_t size, size_t index,
    const struct test_key *w, size_t n, char out[PROOF_MAX])
{
	unsigned char hash[32], nodes[64][32], sig[64];
	char a[129], b[129], tree[256];
	size_t i, len;

	root(l->leaf, size, hash);
	head(l, size, hash, tree);
	sign(&l->log, tree, strlen(tree), sig);
	sprintf(out, "version=2\nlog=%s\n", hex(l->log.hash, 32, a));
	sprintf(out + strlen(out), "leaf=%s %s\n\nsize=%zu\n",
	    hex(l->submitter.hash, 32, a), hex(l->signature[index], 64, b),
	    size);
	sprintf(out + strlen(out), "root_hash=%s\nsignature=%s\n",
	    hex(hash, 32, a), hex(sig, 64, b));
	for (i = 0; i < n; i++)
		cosign(&w[i], tree, 1750000000 + (long)i, out);
	len = path(l->leaf, size, index, nodes);
	if (len > 0)
		sprintf(out + strlen(out), "\nleaf_index=%zu\n", index);
	for (i = 0; i < len; i++)
		sprintf(out + strlen(out), "node_hash=%s\n",
		    hex(nodes[i], 32, a));
}

#endif
