/* SPDX-License-Identifier: BSD-2-Clause */
/* The certificates of signing keys. */
#ifndef MAYFLY_ST_CERT_H
#define MAYFLY_ST_CERT_H

#include <openssl/bio.h>
#include <openssl/x509.h>
#include <stddef.h>
#include <time.h>

#include "why.h"

struct roots;

enum {
	CERT_KEY = 32,	  /* bytes of an Ed25519 public key */
	CERT_NAME = 100,  /* enough for a name as text, with its NUL */
};

/* What cert_read() found. */
enum cert_block {
	CERT_GOOD,
	CERT_BAD,   /* cannot be read, see why */
	CERT_OTHER, /* a PEM block with another label */
	CERT_END,   /* no more PEM blocks */
};

/*
 * Read the next PEM block; text before it is passed over. A certificate has
 * no PEM headers, and its extensions can all be parsed.
 * CERT_GOOD: *out is a new reference.
 */
enum cert_block cert_read(BIO *in, X509 **out, struct why *why);

/*
 * The certificate of a descriptor: the first PEM block of pem, which has to be
 * a certificate; what follows it is ignored.
 * Returns a new reference, or NULL with the reason.
 */
X509 *cert_parse(const void *pem, size_t len, struct why *why);

/*
 * Is the certificate trusted at that time? It is one of the roots, or was
 * issued by one of them directly. The rules are those of Go's x509 package
 * with no options set (section 1.4 of the format notes): both are valid at
 * now and have an extended key usage for TLS servers or none; the key usage
 * and the names of the leaf do not matter. Stricter: a root of X.509 v1 is no
 * CA, and a root with name constraints issues nothing with alternative names.
 * Returns 0, or -1 with the reason, which starts with the certificate's name.
 */
int cert_trusted(X509 *leaf, const struct roots *roots, time_t now,
    struct why *why);

/*
 * From when to when a certificate is valid. Returns 0, or -1: what it has is no
 * time, and cert_trusted() refuses it.
 */
int cert_validity(X509 *cert, time_t *from, time_t *to);

/* The Ed25519 public key of a certificate; -1 if it is of another kind. */
int cert_key(X509 *cert, unsigned char key[CERT_KEY], struct why *why);

/* The subject of a certificate, cut to size; returns out. */
const char *cert_name(X509 *cert, char out[CERT_NAME]);

#endif
