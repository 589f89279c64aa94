/* SPDX-License-Identifier: BSD-2-Clause */
#include "pem.h"

#include <limits.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

/* Is anything but blanks left? */
static bool has_rest(BIO *in)
{
	char c;

	while (BIO_read(in, &c, 1) == 1)
		if (!strchr(" \t\r\n", c) || c == '\0')
			return true;
	return false;
}

int pem_read(const void *data, size_t len, struct pem *out, struct why *why)
{
	BIO *in = len <= INT_MAX ? BIO_new_mem_buf(data, (int)len) : NULL;
	int ret = -1;

	memset(out, 0, sizeof(*out));
	if (!in) {
		why_set(why, "does not fit in memory");
		return -1;
	}
	/* "Secure" is what makes OpenSSL wipe its own buffers. */
	if (PEM_read_bio_ex(in, &out->label, &out->header, &out->data,
	    &out->len, PEM_FLAG_SECURE) != 1) {
		memset(out, 0, sizeof(*out));
		why_set(why, "is not a key: no complete PEM block and no "
		    "OpenSSH public key line");
	} else if (has_rest(in)) {
		pem_wipe(out);
		why_set(why, "has something after its PEM block: one key a "
		    "file");
	} else {
		ret = 0;
	}
	ERR_clear_error();
	BIO_free(in);
	return ret;
}

void pem_wipe(struct pem *pem)
{
	if (pem->label)
		OPENSSL_secure_clear_free(pem->label, strlen(pem->label) + 1);
	if (pem->header)
		OPENSSL_secure_clear_free(pem->header,
		    strlen(pem->header) + 1);
	if (pem->data)
		OPENSSL_secure_clear_free(pem->data, (size_t)pem->len);
	memset(pem, 0, sizeof(*pem));
}
