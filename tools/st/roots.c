/* SPDX-License-Identifier: BSD-2-Clause */
#include "roots.h"

#include <openssl/bio.h>
#include <stdlib.h>
#include <string.h>

#include "cert.h"

void roots_free(struct roots *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		X509_free(r->cert[i]);
	free(r->cert);
	memset(r, 0, sizeof(*r));
}

static int add(struct roots *r, X509 *x, struct why *why)
{
	X509 **p;

	if (r->n >= ROOTS_ENTRIES) {
		why_set(why, "has more than %d certificates", ROOTS_ENTRIES);
		return -1;
	}
	p = realloc(r->cert, (r->n + 1) * sizeof(X509 *));
	if (!p) {
		why_machine(why, "needs more memory than there is");
		return -1;
	}
	r->cert = p;
	r->cert[r->n++] = x;
	return 0;
}

static int parse(BIO *in, struct roots *out, struct why *why)
{
	for (;;) {
		X509 *x = NULL;
		enum cert_block block = cert_read(in, &x, why);

		if (block == CERT_END)
			break;
		if (block == CERT_OTHER)
			continue;
		if (block == CERT_BAD)
			return -1;
		if (add(out, x, why)) {
			X509_free(x);
			return -1;
		}
	}
	if (out->n > 0)
		return 0;
	why_set(why, "has no PEM block CERTIFICATE");
	return -1;
}

int roots_parse(const void *pem, size_t len, struct roots *out,
    struct why *why)
{
	BIO *in;
	int r;

	memset(out, 0, sizeof(*out));
	if (len > ROOTS_MAX) {
		why_set(why, "is longer than %d bytes", ROOTS_MAX);
		return -1;
	}
	in = BIO_new_mem_buf(len > 0 ? pem : "", (int)len);
	if (!in) {
		why_machine(why, "needs more memory than there is");
		return -1;
	}
	r = parse(in, out, why);
	BIO_free(in);
	if (r)
		roots_free(out);
	return r;
}
