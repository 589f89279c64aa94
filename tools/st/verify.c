/* SPDX-License-Identifier: BSD-2-Clause */
#include "verify.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cert.h"
#include "sigsum.h"

enum { SIGNATURE = 64 }; /* bytes of an Ed25519 signature */

/* What one signature is verified with. */
struct context {
	const unsigned char *hash;
	const struct roots *roots;
	const struct sigsum_policy *policy;
	time_t now;
};

/* The keys that have counted, and when each had signed already, the last first. */
struct keys {
	size_t n;
	unsigned char key[DESCRIPTOR_ENTRIES][CERT_KEY];
	int64_t since[DESCRIPTOR_ENTRIES];
};

static int check_ed25519(const struct blob *sig, X509 *cert,
    const unsigned char *hash, struct why *why)
{
	EVP_MD_CTX *ctx;
	int r;

	if (sig->len != SIGNATURE) {
		why_set(why, "is %zu bytes long, an Ed25519 signature has %d%s",
		    sig->len, SIGNATURE,
		    sig->len > SIGNATURE ? " (a Sigsum proof needs a policy)"
					 : "");
		return -1;
	}
	ctx = EVP_MD_CTX_new();
	r = ctx &&
	    EVP_DigestVerifyInit(ctx, NULL, NULL, NULL,
		X509_get0_pubkey(cert)) == 1 &&
	    EVP_DigestVerify(ctx, sig->data, sig->len, hash, VERIFY_HASH) == 1;
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	if (r)
		return 0;
	why_set(why, "does not match the archive");
	return -1;
}

static bool has(const struct keys *keys, const unsigned char *key)
{
	size_t i;

	for (i = 0; i < keys->n; i++)
		if (!memcmp(keys->key[i], key, CERT_KEY))
			return true;
	return false;
}

/* One more; seen is what witnesses say, 0 if nothing. */
static void add_time(struct keys *keys, X509 *cert, uint64_t seen)
{
	time_t from = 0, to = 0;
	int64_t since;
	size_t i = keys->n;

	cert_validity(cert, &from, &to);
	since = from;
	if (seen > (uint64_t)INT64_MAX)
		seen = INT64_MAX;
	if ((int64_t)seen > since)
		since = (int64_t)seen;
	if (since > to)
		since = to;
	for (; i > 0 && keys->since[i - 1] < since; i--)
		keys->since[i] = keys->since[i - 1];
	keys->since[i] = since;
}

/* Does the signature count? Then its key is added to keys. */
static int check(const struct context *c, X509 *cert, const struct blob *sig,
    struct keys *keys, struct why *why)
{
	unsigned char *key = keys->key[keys->n];
	uint64_t seen = 0;

	if (cert_trusted(cert, c->roots, c->now, why) ||
	    cert_key(cert, key, why))
		return -1;
	if (c->policy ? sigsum_verify(c->policy, sig->data, sig->len, key,
			    c->hash, &seen, why)
		      : check_ed25519(sig, cert, c->hash, why))
		return -1;
	if (has(keys, key)) {
		why_set(why, "has the key of another one: it counts once");
		return -1;
	}
	add_time(keys, cert, seen);
	keys->n++;
	return 0;
}

static int check_all(const struct context *c, const struct descriptor *d,
    struct keys *keys, verify_note *note, void *arg, struct why *why)
{
	char text[sizeof(why->text) + 40];
	struct why reason;
	size_t i;

	for (i = 0; i < d->nsigs; i++) {
		X509 *cert = cert_parse(d->certs[i].data, d->certs[i].len,
		    &reason);

		if (!cert) {
			why_set(why, "certificate %zu %s", i + 1, reason.text);
			return -1;
		}
		if (check(c, cert, &d->sigs[i], keys, &reason) && note) {
			snprintf(text, sizeof(text), "signature %zu: %s", i + 1,
			    reason.text);
			note(arg, text);
		}
		X509_free(cert);
	}
	return 0;
}

int ospkg_verify(const struct descriptor *d,
    const unsigned char hash[VERIFY_HASH], const struct roots *roots,
    const struct sigsum_policy *policy, int64_t threshold, time_t now,
    verify_note *note, void *arg, struct verify_result *out, struct why *why)
{
	const struct context c = { hash, roots, policy, now };
	struct keys keys = { 0 };

	*out = (struct verify_result){ .found = d->nsigs };
	if (threshold < 1) {
		why_set(why, "has a threshold of less than one signature");
		return -1;
	}
	if (check_all(&c, d, &keys, note, arg, why))
		return -1;
	out->valid = keys.n;
	if ((uint64_t)keys.n >= (uint64_t)threshold) {
		out->since = keys.since[threshold - 1];
		return 0;
	}
	why_set(why,
	    "not enough valid signatures: %zu found, %zu valid, %lld required",
	    out->found, out->valid, (long long)threshold);
	return -1;
}

time_t ospkg_begins(const struct descriptor *d, const struct roots *roots,
    time_t now, time_t latest)
{
	time_t from, to, last = now;
	struct why why;

	for (size_t i = 0; i < d->nsigs; i++) {
		X509 *cert = cert_parse(d->certs[i].data, d->certs[i].len, &why);

		if (cert && !cert_validity(cert, &from, &to) && from > last &&
		    from <= latest && !cert_trusted(cert, roots, from, &why))
			last = from;
		X509_free(cert);
	}
	return last;
}
