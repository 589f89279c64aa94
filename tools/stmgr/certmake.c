/* SPDX-License-Identifier: BSD-2-Clause */
#include "certmake.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/x509v3.h>

#include "../st/base64.h"

enum { SERIAL = 16 }; /* bytes */

static bool set_serial(X509 *x)
{
	unsigned char bytes[SERIAL];
	BIGNUM *n = NULL;
	bool ok;

	ok = RAND_bytes(bytes, SERIAL) == 1 &&
	    (n = BN_bin2bn(bytes, SERIAL, NULL)) && !BN_is_zero(n) &&
	    BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x));
	BN_free(n);
	return ok;
}

static bool set_key(X509 *x, const unsigned char key[KEY_BYTES])
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
	    key, KEY_BYTES);
	bool ok = pkey && X509_set_pubkey(x, pkey) == 1;

	EVP_PKEY_free(pkey);
	return ok;
}

/* As Go does: a PrintableString, which all the digits of base64 fit in. */
static bool set_subject(X509 *x, const unsigned char key[KEY_BYTES])
{
	unsigned char hash[SHA256_DIGEST_LENGTH];
	char *text;
	bool ok;

	if (EVP_Digest(key, KEY_BYTES, hash, NULL, EVP_sha256(), NULL) != 1)
		return false;
	text = base64_encode(hash, sizeof(hash));
	ok = text && X509_NAME_add_entry_by_NID(X509_get_subject_name(x),
	    NID_commonName, V_ASN1_PRINTABLESTRING, (unsigned char *)text, -1,
	    -1, 0) == 1;
	free(text);
	return ok;
}

static bool add(X509 *x, int nid, void *value, int critical)
{
	return value && X509_add1_ext_i2d(x, nid, value, critical,
	    X509V3_ADD_DEFAULT) == 1;
}

/* Bits of RFC 5280 section 4.2.1.3. */
static bool add_usage(X509 *x, bool ca)
{
	ASN1_BIT_STRING *bits = ASN1_BIT_STRING_new();
	bool ok;

	ok = bits && ASN1_BIT_STRING_set_bit(bits, 0, 1) == 1 &&
	    (!ca || ASN1_BIT_STRING_set_bit(bits, 5, 1) == 1) &&
	    add(x, NID_key_usage, bits, 1);
	ASN1_BIT_STRING_free(bits);
	return ok;
}

static bool add_constraints(X509 *x)
{
	BASIC_CONSTRAINTS *bc = BASIC_CONSTRAINTS_new();
	bool ok;

	if (bc)
		bc->ca = 0xff;
	ok = add(x, NID_basic_constraints, bc, 1);
	BASIC_CONSTRAINTS_free(bc);
	return ok;
}

/* RFC 5280 section 4.2.1.2, method 1: SHA-1 of the key. It is only a name. */
static bool add_key_id(X509 *x, const unsigned char key[KEY_BYTES])
{
	ASN1_OCTET_STRING *id = ASN1_OCTET_STRING_new();
	unsigned char hash[SHA_DIGEST_LENGTH];
	bool ok;

	ok = id &&
	    EVP_Digest(key, KEY_BYTES, hash, NULL, EVP_sha1(), NULL) == 1 &&
	    ASN1_OCTET_STRING_set(id, hash, sizeof(hash)) == 1 &&
	    add(x, NID_subject_key_identifier, id, 0);
	ASN1_OCTET_STRING_free(id);
	return ok;
}

static bool add_root_id(X509 *x, X509 *root)
{
	const ASN1_OCTET_STRING *id = X509_get0_subject_key_id(root);
	AUTHORITY_KEYID *aki;
	bool ok;

	if (!id)
		return true;
	aki = AUTHORITY_KEYID_new();
	ok = aki && (aki->keyid = ASN1_OCTET_STRING_dup(id)) &&
	    add(x, NID_authority_key_identifier, aki, 0);
	AUTHORITY_KEYID_free(aki);
	return ok;
}

static bool add_extensions(X509 *x, X509 *root,
    const unsigned char key[KEY_BYTES])
{
	if (!add_usage(x, !root))
		return false;
	if (root)
		return add_root_id(x, root);
	return add_constraints(x) && add_key_id(x, key);
}

/* libcrypto has no way to say so without signing: both are const for no one. */
static bool set_algorithm(X509 *x)
{
	const ASN1_BIT_STRING *sig;
	const X509_ALGOR *outer;
	ASN1_OBJECT *ed25519 = OBJ_nid2obj(NID_ED25519);

	X509_get0_signature(&sig, &outer, x);
	return X509_ALGOR_set0((X509_ALGOR *)(uintptr_t)outer, ed25519,
	    V_ASN1_UNDEF, NULL) == 1 &&
	    X509_ALGOR_set0((X509_ALGOR *)(uintptr_t)X509_get0_tbs_sigalg(x),
	    ed25519, V_ASN1_UNDEF, NULL) == 1;
}

static bool set_signature(X509 *x, const unsigned char sig[KEY_SIG])
{
	const ASN1_BIT_STRING *place;
	ASN1_BIT_STRING *to;

	X509_get0_signature(&place, NULL, x);
	to = (ASN1_BIT_STRING *)(uintptr_t)place;
	if (ASN1_STRING_set(to, sig, KEY_SIG) != 1)
		return false;
	/* No unused bits; without the flag, zeros at the end would go. */
	to->flags &= ~(long)(ASN1_STRING_FLAG_BITS_LEFT | 0x07);
	to->flags |= ASN1_STRING_FLAG_BITS_LEFT;
	return true;
}

static bool fill(X509 *x, const unsigned char key[KEY_BYTES], X509 *root,
    time_t from, time_t until)
{
	return X509_set_version(x, X509_VERSION_3) == 1 && set_serial(x) &&
	    set_subject(x, key) &&
	    X509_set_issuer_name(x, X509_get_subject_name(root ? root : x)) &&
	    ASN1_TIME_set(X509_getm_notBefore(x), from) &&
	    ASN1_TIME_set(X509_getm_notAfter(x), until) && set_key(x, key) &&
	    add_extensions(x, root, key) && set_algorithm(x);
}

/* As a reader sees it: is all of it signed by that key? */
static bool signed_by(X509 *x, const unsigned char key[KEY_BYTES])
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
	    key, KEY_BYTES);
	bool ok = pkey && X509_verify(x, pkey) == 1;

	EVP_PKEY_free(pkey);
	return ok;
}

/* The part that is signed goes to the key, which may be far away. */
static enum key_result sign(X509 *x, const struct key *by, struct why *why)
{
	unsigned char sig[KEY_SIG], *tbs = NULL;
	int len = i2d_re_X509_tbs(x, &tbs);
	enum key_result r;

	if (len <= 0) {
		why_set(why, "libcrypto cannot encode the certificate");
		return KEY_FAILED;
	}
	r = key_sign(by, tbs, (size_t)len, sig, why);
	OPENSSL_free(tbs);
	if (r != KEY_DONE)
		return r;
	if (set_signature(x, sig) && signed_by(x, by->public_key))
		return KEY_DONE;
	why_set(why, "libcrypto cannot encode the signature");
	return KEY_FAILED;
}

enum key_result cert_make(const unsigned char key[KEY_BYTES], X509 *root,
    const struct key *by, time_t from, time_t until, X509 **out,
    struct why *why)
{
	enum key_result r = KEY_FAILED;
	X509 *x = X509_new();

	if (!x || !fill(x, key, root, from, until))
		why_set(why, "libcrypto cannot make the certificate");
	else
		r = sign(x, by, why);
	ERR_clear_error();
	if (r == KEY_DONE)
		*out = x;
	else
		X509_free(x);
	return r;
}
