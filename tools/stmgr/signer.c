/* SPDX-License-Identifier: BSD-2-Clause */
#include "signer.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/pem.h>

#include "../lib/err.h"
#include "../st/roots.h"
#include "ospkg_files.h"

enum { INPUT_MAX = 256 << 10 }; /* bytes of a file */

char *signer_pem(X509 *cert, size_t *len)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *pem, *out = NULL;
	long n;

	if (bio && PEM_write_bio_X509(bio, cert) == 1 &&
	    (n = BIO_get_mem_data(bio, &pem)) > 0)
		out = strndup(pem, (size_t)n);
	BIO_free(bio);
	if (out && len)
		*len = strlen(out);
	return out;
}

void signer_load(const char *path, struct signer *out)
{
	unsigned char *data;
	struct why why;
	size_t len;

	ospkg_read(path, (size_t)INPUT_MAX, &data, &len);
	out->cert = cert_parse(data, len, &why);
	free(data);
	if (!out->cert || cert_key(out->cert, out->key, &why))
		die(why_status(&why), "%s: %s", path, why.text);
	out->pem = signer_pem(out->cert, &out->len);
	if (!out->pem)
		die(EXIT_UNKNOWN, "%s: cannot be written as PEM", path);
}

void signer_free(struct signer *s)
{
	X509_free(s->cert);
	free(s->pem);
	memset(s, 0, sizeof(*s));
}

const char *signer_fault(const struct signer *s, time_t now, struct why *why)
{
	X509 *cert = s->cert;
	struct roots self = { 1, &cert };

	return cert_trusted(s->cert, &self, now, why) ? why->text : NULL;
}
