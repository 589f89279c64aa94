/* SPDX-License-Identifier: BSD-2-Clause */
/* Certificate files on the command line. */
#ifndef STMGR_SIGNER_H
#define STMGR_SIGNER_H

#include <openssl/x509.h>
#include <stddef.h>

#include "../st/cert.h"

/* The certificate of an Ed25519 key. All is owned. */
struct signer {
	X509 *cert;
	char *pem; /* its one PEM block, with no text around it; a string */
	size_t len;
	unsigned char key[CERT_KEY];
};

/*
 * Load the first certificate in a file. Ends the program with a message if
 * there is none, or it is of a key that is not Ed25519.
 */
void signer_load(const char *path, struct signer *out);

void signer_free(struct signer *s);

/*
 * What a boot loader would say about the certificate at that time, if it were
 * one of its own roots: NULL if it is good, else the reason, which is in why.
 */
const char *signer_fault(const struct signer *s, time_t now, struct why *why);

/* The certificate as PEM text to free(); *len may be NULL. NULL: no memory. */
char *signer_pem(X509 *cert, size_t *len);

#endif
