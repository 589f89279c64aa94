/* SPDX-License-Identifier: BSD-2-Clause */
#include "authenticode.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include "bytes.h"
#include "pe.h"

#define SPC_INDIRECT_DATA "1.3.6.1.4.1.311.2.1.4"

enum {
	WIN_CERTIFICATE = 8, /* its header */
	REVISION_2 = 0x0200,
	PKCS_SIGNED_DATA = 2,
};

struct authenticode {
	EVP_PKEY *key;
	X509 *cert;
};

/*
 * SpcIndirectDataContent, DER, up to the digest: SpcPeImageData without flags
 * and with the file name "<<<Obsolete>>>" that the paper demands, then
 * DigestInfo for SHA-256.
 */
static const unsigned char content[] = {
	0x30, 0x68, 0x30, 0x33, 0x06, 0x0a, 0x2b, 0x06, 0x01, 0x04, 0x01, 0x82,
	0x37, 0x02, 0x01, 0x0f, 0x30, 0x25, 0x03, 0x01, 0x00, 0xa0, 0x20, 0xa2,
	0x1e, 0x80, 0x1c, 0, '<', 0, '<', 0, '<', 0, 'O', 0, 'b', 0, 's', 0,
	'o', 0, 'l', 0, 'e', 0, 't', 0, 'e', 0, '>', 0, '>', 0, '>', 0x30,
	0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04,
	0x02, 0x01, 0x05, 0x00, 0x04, 0x20
};

enum { OUTER = 2 }; /* tag and length, which messageDigest leaves out */

/* Nobody is asked for a pass phrase. */
static int no_password(char *buf, int size, int rwflag, void *arg)
{
	(void)buf;
	(void)size;
	(void)rwflag;
	(void)arg;
	return -1;
}

static BIO *memory(const void *data, size_t len)
{
	return len <= INT_MAX ? BIO_new_mem_buf(data, (int)len) : NULL;
}

struct authenticode *authenticode_new(const void *key, size_t key_len,
    const void *cert, size_t cert_len, struct why *why)
{
	struct authenticode *a = calloc(1, sizeof(*a));
	BIO *k = memory(key, key_len), *c = memory(cert, cert_len);
	const char *fault = NULL;

	if (!a || !k || !c)
		fault = "no memory";
	else if (!(a->key = PEM_read_bio_PrivateKey(k, NULL, no_password,
		       NULL)))
		fault = "the key is not an unencrypted private key in PEM";
	else if (!(a->cert = PEM_read_bio_X509(c, NULL, no_password, NULL)))
		fault = "the certificate is not an X.509 certificate in PEM";
	else if (EVP_PKEY_get_base_id(a->key) != EVP_PKEY_RSA)
		fault = "not an RSA key: firmware takes no other";
	else if (X509_check_private_key(a->cert, a->key) != 1)
		fault = "key and certificate do not belong together";
	BIO_free(k);
	BIO_free(c);
	ERR_clear_error();
	if (!fault)
		return a;
	why_set(why, "%s", fault);
	authenticode_free(a);
	return NULL;
}

void authenticode_free(struct authenticode *a)
{
	if (!a)
		return;
	EVP_PKEY_free(a->key);
	X509_free(a->cert);
	free(a);
}

/* The content as the PKCS #7 object's; its owner frees it. */
static int set_content(PKCS7 *p7, const unsigned char *der, size_t len)
{
	PKCS7 *inner = PKCS7_new();
	ASN1_STRING *string = ASN1_STRING_new();
	ASN1_TYPE *type = ASN1_TYPE_new();

	if (!inner || !string || !type ||
	    !ASN1_STRING_set(string, der, (int)len)) {
		PKCS7_free(inner);
		ASN1_STRING_free(string);
		ASN1_TYPE_free(type);
		return 0;
	}
	ASN1_TYPE_set(type, V_ASN1_SEQUENCE, string);
	inner->type = OBJ_txt2obj(SPC_INDIRECT_DATA, 1);
	inner->d.other = type;
	if (PKCS7_set_content(p7, inner))
		return 1;
	/* Not a type that PKCS7_free() has a rule for other than "any". */
	PKCS7_free(inner);
	return 0;
}

static int sign_content(PKCS7 *p7, const struct authenticode *a,
    const unsigned char *der, size_t len)
{
	unsigned char digest[SHA256_DIGEST_LENGTH];
	PKCS7_SIGNER_INFO *si;
	ASN1_OBJECT *oid;

	SHA256(der + OUTER, len - OUTER, digest);
	if (!PKCS7_set_type(p7, NID_pkcs7_signed) ||
	    !set_content(p7, der, len) || !PKCS7_add_certificate(p7, a->cert))
		return 0;
	si = PKCS7_add_signature(p7, a->cert, a->key, EVP_sha256());
	oid = OBJ_txt2obj(SPC_INDIRECT_DATA, 1);
	if (!si || !oid ||
	    !PKCS7_add_signed_attribute(si, NID_pkcs9_contentType,
		V_ASN1_OBJECT, oid)) {
		ASN1_OBJECT_free(oid);
		return 0;
	}
	return PKCS7_add1_attrib_digest(si, digest, (int)sizeof(digest)) &&
	    PKCS7_SIGNER_INFO_sign(si);
}

/* The signature, DER; to OPENSSL_free(). NULL if libcrypto failed. */
static unsigned char *make_signature(const struct authenticode *a,
    const struct pe *pe, size_t *len)
{
	unsigned char der[sizeof(content) + PE_DIGEST], *out = NULL;
	PKCS7 *p7 = PKCS7_new();
	int n = -1;

	memcpy(der, content, sizeof(content));
	if (p7 && !pe_digest(pe, der + sizeof(content)) &&
	    sign_content(p7, a, der, sizeof(der)))
		n = i2d_PKCS7(p7, &out);
	PKCS7_free(p7);
	ERR_clear_error();
	*len = n > 0 ? (size_t)n : 0;
	return n > 0 ? out : NULL;
}

/* The certificate table at the end of the file. */
static int attach(unsigned char **file, size_t *len, const struct pe *pe,
    const unsigned char *der, size_t n)
{
	size_t at = (*len + 7) / 8 * 8, size = (WIN_CERTIFICATE + n + 7) / 8 * 8;
	unsigned char *p = realloc(*file, at + size);

	if (!p)
		return -1;
	*file = p;
	memset(p + *len, 0, at + size - *len);
	put_le32(p + at, (uint32_t)(WIN_CERTIFICATE + n));
	put_le16(p + at + 4, REVISION_2);
	put_le16(p + at + 6, PKCS_SIGNED_DATA);
	memcpy(p + at + WIN_CERTIFICATE, der, n);
	put_le32(p + pe->certs_entry, (uint32_t)at);
	put_le32(p + pe->certs_entry + 4, (uint32_t)size);
	*len = at + size;
	pe_set_checksum(p, *len, pe->checksum);
	return 0;
}

int authenticode_sign(const struct authenticode *a, unsigned char **pe,
    size_t *len, struct why *why)
{
	unsigned char *der;
	struct pe look;
	size_t n;
	int ret;

	if (pe_parse(&look, *pe, *len, why))
		return -1;
	if (look.content != look.len) {
		why_set(why, "is signed already");
		return -1;
	}
	der = make_signature(a, &look, &n);
	ret = der ? attach(pe, len, &look, der, n) : -1;
	OPENSSL_free(der);
	if (ret)
		why_set(why, "libcrypto could not sign");
	return ret;
}
