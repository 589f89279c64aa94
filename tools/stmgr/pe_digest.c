/* SPDX-License-Identifier: BSD-2-Clause */
#include <openssl/evp.h>

#include "pe.h"

int pe_digest(const struct pe *pe, unsigned char digest[PE_DIGEST])
{
	static const unsigned char zero[8];
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	const unsigned char *p = pe->data;
	size_t after_sum = pe->checksum + 4, after_entry = pe->certs_entry + 8;
	size_t pad = (8 - pe->content % 8) % 8;
	int ok;

	/* pe_parse() made sure that these offsets ascend, without gaps. */
	ok = md && EVP_DigestInit_ex(md, EVP_sha256(), NULL) &&
	    EVP_DigestUpdate(md, p, pe->checksum) &&
	    EVP_DigestUpdate(md, p + after_sum, pe->certs_entry - after_sum) &&
	    EVP_DigestUpdate(md, p + after_entry, pe->content - after_entry) &&
	    EVP_DigestUpdate(md, zero, pad) &&
	    EVP_DigestFinal_ex(md, digest, NULL);
	EVP_MD_CTX_free(md);
	return ok ? 0 : -1;
}
