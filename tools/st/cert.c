/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cert_trusted(). OpenSSL's own X509_verify_cert() has other rules: it wants a
 * key usage of the leaf, knows no anyExtendedKeyUsage and looks at key
 * identifiers. A chain of two needs no search, so each rule is spelled out.
 */
#include "cert.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "roots.h"

/* No clock of a machine that runs this is before 2026-11-01 or after 2100. */
#define CLOCK_FIRST ((time_t)1793491200)
#define CLOCK_LAST ((time_t)4102444800)

enum { DATE = 40 };

static const char *date(time_t t, char out[DATE])
{
	struct tm tm;

	if (!gmtime_r(&t, &tm) ||
	    strftime(out, DATE, "%Y-%m-%d %H:%M:%S UTC", &tm) == 0)
		snprintf(out, DATE, "no date");
	return out;
}

static bool to_time(const ASN1_TIME *from, time_t *out)
{
	struct tm tm = { 0 };

	if (ASN1_TIME_to_tm(from, &tm) != 1)
		return false;
	*out = timegm(&tm);
	return true;
}

/* "" or what is wrong with the clock itself. */
static const char *clock_fault(time_t now)
{
	if (now < CLOCK_FIRST || now > CLOCK_LAST)
		return ", which cannot be: set the hardware clock";
	return "";
}

int cert_validity(X509 *cert, time_t *from, time_t *to)
{
	return to_time(X509_get0_notBefore(cert), from) &&
	    to_time(X509_get0_notAfter(cert), to) ? 0 : -1;
}

static int check_time(X509 *x, const char *name, time_t now, struct why *why)
{
	char limit[DATE], clock[DATE];
	time_t from, to;

	if (cert_validity(x, &from, &to)) {
		why_set(why, "%s has a validity that is no time", name);
		return -1;
	}
	if (from <= now && now <= to)
		return 0;
	why_set(why, "%s %s %s (the clock says %s%s)", name,
	    now < from ? "is valid only from" : "expired",
	    date(now < from ? from : to, limit), date(now, clock),
	    clock_fault(now));
	return -1;
}

/* What Go understands, whatever it says: the rest of a critical kind is no. */
static bool is_known(int nid)
{
	switch (nid) {
	case NID_key_usage:
	case NID_basic_constraints:
	case NID_subject_alt_name:
	case NID_name_constraints:
	case NID_crl_distribution_points:
	case NID_ext_key_usage:
	case NID_certificate_policies:
		return true;
	default:
		return false;
	}
}

static int check_extensions(X509 *x, const char *name, struct why *why)
{
	int i;

	for (i = 0; i < X509_get_ext_count(x); i++) {
		X509_EXTENSION *e = X509_get_ext(x, i);
		ASN1_OBJECT *o = X509_EXTENSION_get_object(e);
		char oid[80];

		if (!X509_EXTENSION_get_critical(e) || is_known(OBJ_obj2nid(o)))
			continue;
		OBJ_obj2txt(oid, sizeof(oid), o, 1);
		why_set(why, "%s has an unknown critical extension %s", name,
		    oid);
		return -1;
	}
	return 0;
}

/* Go asks for a TLS server where it is not told what to ask for. */
static int check_ext_usage(X509 *x, const char *name, struct why *why)
{
	uint32_t usage = X509_get_extended_key_usage(x); /* all ones: none */

	if (usage & (XKU_SSL_SERVER | XKU_ANYEKU))
		return 0;
	why_set(why, "%s has an extended key usage without serverAuth: leave "
		     "the extension out", name);
	return -1;
}

/* What holds for leaf and root alike. */
static int check_one(X509 *x, const char *name, time_t now, struct why *why)
{
	if (check_extensions(x, name, why) || check_ext_usage(x, name, why))
		return -1;
	return check_time(x, name, now, why);
}

static bool name_equal(const X509_NAME *a, const X509_NAME *b)
{
	const unsigned char *p, *q;
	size_t m, n;

	return X509_NAME_get0_der(a, &p, &m) == 1 &&
	    X509_NAME_get0_der(b, &q, &n) == 1 && m == n && !memcmp(p, q, n);
}

/* Is the signature on x of a kind that is not broken? */
static bool is_strong(X509 *x)
{
	int md, key;

	if (X509_get_signature_info(x, &md, &key, NULL, NULL) != 1)
		return false;
	return key == NID_ED25519 || md == NID_sha256 || md == NID_sha384 ||
	    md == NID_sha512;
}

static int check_issuer(X509 *leaf, X509 *root, const char *name,
    struct why *why)
{
	uint32_t flags = X509_get_extension_flags(root);
	EVP_PKEY *key = X509_get0_pubkey(root);

	if (!(flags & EXFLAG_BCONS) || !(flags & EXFLAG_CA))
		why_set(why, "%s is not a CA", name);
	else if (!(X509_get_key_usage(root) & KU_KEY_CERT_SIGN))
		why_set(why, "%s may not sign certificates", name);
	else if (X509_get_ext_by_NID(root, NID_name_constraints, -1) >= 0 &&
	    X509_get_ext_by_NID(leaf, NID_subject_alt_name, -1) >= 0)
		why_set(why, "%s has name constraints, and the certificate "
			     "alternative names", name);
	else if (!is_strong(leaf) || !key || X509_verify(leaf, key) != 1)
		why_set(why, "%s did not sign the certificate", name);
	else
		return 0;
	return -1;
}

/* Go takes no certificate that is the root again in other words. */
static bool is_again(X509 *leaf, X509 *root)
{
	return name_equal(X509_get_subject_name(leaf),
		   X509_get_subject_name(root)) &&
	    X509_get0_pubkey(leaf) && X509_get0_pubkey(root) &&
	    EVP_PKEY_eq(X509_get0_pubkey(leaf), X509_get0_pubkey(root)) == 1;
}

/* *named: the root has the name of the issuer. */
static int check_root(X509 *leaf, X509 *root, time_t now, bool *named,
    struct why *why)
{
	char name[CERT_NAME], text[CERT_NAME + 5];

	if (X509_cmp(leaf, root) == 0)
		return 0;
	if (!name_equal(X509_get_issuer_name(leaf),
		X509_get_subject_name(root)))
		return -1;
	*named = true;
	snprintf(text, sizeof(text), "root %s", cert_name(root, name));
	if (is_again(leaf, root)) {
		why_set(why, "has the name and the key of a root");
		return -1;
	}
	if (check_issuer(leaf, root, text, why))
		return -1;
	return check_one(root, text, now, why);
}

int cert_trusted(X509 *leaf, const struct roots *roots, time_t now,
    struct why *why)
{
	char name[CERT_NAME], text[CERT_NAME + 12];
	struct why root = { 0 };
	bool named = false;
	size_t i;
	int r = -1;

	snprintf(text, sizeof(text), "certificate %s", cert_name(leaf, name));
	for (i = 0; r && i < roots->n; i++)
		r = check_root(leaf, roots->cert[i], now, &named, &root);
	ERR_clear_error();
	if (r == 0)
		return check_one(leaf, text, now, why);
	if (named)
		why_set(why, "%s: %s", text, root.text);
	else
		why_set(why, "%s was not issued by a trusted root", text);
	return -1;
}
