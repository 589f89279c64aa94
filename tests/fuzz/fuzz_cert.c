// sources: tools/st/cert.c tools/st/cert_parse.c tools/st/roots.c tools/st/why.c
// libs: -lcrypto
/* SPDX-License-Identifier: BSD-2-Clause */
/* PEM files of certificates, each judged as root and as leaf of the others. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/st/cert.h"
#include "../../tools/st/roots.h"

enum { NOW = 1795500000 };

static void judge(const struct roots *roots, X509 *leaf)
{
	unsigned char key[CERT_KEY];
	struct why why = { "" };

	if (cert_trusted(leaf, roots, NOW, &why) && why.text[0] == '\0')
		abort();
	cert_key(leaf, key, &why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct roots none = { 0 };
	struct roots roots;
	struct why why = { "" };
	X509 *leaf = cert_parse(data, size, &why);

	if (!leaf && why.text[0] == '\0')
		abort();
	if (leaf && !cert_trusted(leaf, &none, NOW, &why))
		abort();
	if (!roots_parse(data, size, &roots, &why)) {
		if (roots.n == 0 || roots.n > ROOTS_ENTRIES)
			abort();
		for (size_t i = 0; i < roots.n; i++)
			judge(&roots, roots.cert[i]);
		if (leaf)
			judge(&roots, leaf);
		roots_free(&roots);
	}
	X509_free(leaf);
	return 0;
}
