/* SPDX-License-Identifier: BSD-2-Clause */
/* The readers of cert.h. */
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "cert.h"

/* As RFC 2253, but without its backslashes: names are often base64. */
#define NAME_FLAGS                                                  \
	((XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_2253) | \
	    ASN1_STRFLGS_ESC_CTRL)

/* NULL unless it is one whole certificate. */
static X509 *parse_der(const unsigned char *der, long len)
{
	const unsigned char *p = der;
	X509 *x = d2i_X509(NULL, &p, len);

	/* The flags are worked out here, and not on each use. */
	if (x && p == der + len &&
	    !(X509_get_extension_flags(x) & EXFLAG_INVALID))
		return x;
	X509_free(x);
	return NULL;
}

static enum cert_block judge(const char *label, const char *header,
    const unsigned char *der, long len, X509 **out, struct why *why)
{
	if (strcmp(label, PEM_STRING_X509))
		return CERT_OTHER;
	if (header[0] != '\0') {
		why_set(why, "has a PEM block CERTIFICATE with headers");
		return CERT_BAD;
	}
	*out = parse_der(der, len);
	if (*out)
		return CERT_GOOD;
	why_set(why, "has a PEM block CERTIFICATE that is none");
	return CERT_BAD;
}

enum cert_block cert_read(BIO *in, X509 **out, struct why *why)
{
	char *label = NULL, *header = NULL;
	unsigned char *der = NULL;
	enum cert_block block;
	long len = 0;

	ERR_clear_error();
	if (PEM_read_bio(in, &label, &header, &der, &len) != 1) {
		block = CERT_BAD;
		if (ERR_GET_REASON(ERR_peek_last_error()) ==
		    PEM_R_NO_START_LINE)
			block = CERT_END;
		else
			why_set(why, "has a PEM block that cannot be read");
	} else {
		block = judge(label, header, der, len, out, why);
	}
	ERR_clear_error();
	OPENSSL_free(label);
	OPENSSL_free(header);
	OPENSSL_clear_free(der, len > 0 ? (size_t)len : 0); /* maybe a key */
	return block;
}

X509 *cert_parse(const void *pem, size_t len, struct why *why)
{
	BIO *in = len < INT_MAX ? BIO_new_mem_buf(len > 0 ? pem : "", (int)len)
				: NULL;
	X509 *x = NULL;

	if (!in) {
		why_machine(why, "needs more memory than there is");
		return NULL;
	}
	switch (cert_read(in, &x, why)) {
	case CERT_END:
		why_set(why, "is not a PEM file");
		break;
	case CERT_OTHER:
		why_set(why, "has a first PEM block other than CERTIFICATE");
		break;
	case CERT_BAD:
	case CERT_GOOD:
		break;
	}
	BIO_free(in);
	return x;
}

int cert_key(X509 *cert, unsigned char key[CERT_KEY], struct why *why)
{
	EVP_PKEY *pkey = X509_get0_pubkey(cert);
	size_t len = CERT_KEY;
	char name[CERT_NAME];

	if (pkey && EVP_PKEY_get_id(pkey) == EVP_PKEY_ED25519 &&
	    EVP_PKEY_get_raw_public_key(pkey, key, &len) == 1 &&
	    len == CERT_KEY)
		return 0;
	ERR_clear_error();
	why_set(why, "certificate %s has a key that is not Ed25519",
	    cert_name(cert, name));
	return -1;
}

const char *cert_name(X509 *cert, char out[CERT_NAME])
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text;
	long len = 0;

	if (bio && X509_NAME_print_ex(bio, X509_get_subject_name(cert), 0,
		       NAME_FLAGS) > 0)
		len = BIO_get_mem_data(bio, &text);
	if (len > 0)
		snprintf(out, CERT_NAME, "%.*s", (int)len, text);
	else
		snprintf(out, CERT_NAME, "without a name");
	BIO_free(bio);
	return out;
}
