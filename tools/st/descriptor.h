/* SPDX-License-Identifier: BSD-2-Clause */
/* The descriptor of an OS package, version 1: NAME.json beside NAME.zip. */
#ifndef MAYFLY_ST_DESCRIPTOR_H
#define MAYFLY_ST_DESCRIPTOR_H

#include <stddef.h>

#include "why.h"

enum {
	DESCRIPTOR_MAX = 1 << 20,  /* bytes of the file */
	DESCRIPTOR_ENTRIES = 256,  /* certificates, and signatures */
};

struct blob {
	unsigned char *data; /* owned; not NUL-terminated */
	size_t len;
};

/*
 * certs[i] is the PEM text of the certificate of sigs[i]: 64 bytes of Ed25519
 * signature or the text of a Sigsum proof. Nothing in it is verified yet.
 * { 0 } is none; all members are owned, see descriptor_free().
 */
struct descriptor {
	char *url; /* os_pkg_url; "" if none */
	size_t ncerts, nsigs; /* always equal */
	struct blob *certs, *sigs;
};

/*
 * Parse the len bytes of a descriptor file. Keys it does not know are passed
 * over. os_pkg_url has to be an URL, but one of any scheme: what stboot can
 * fetch is url_fault()'s business. Each signature has to have a certificate, and
 * each certificate a signature: versions differ on what the rest would mean.
 * Returns 0, or -1 with the reason, and *out is then { 0 }.
 */
int descriptor_parse(const void *data, size_t len, struct descriptor *out,
    struct why *why);

/*
 * The descriptor as upstream writes it: 2-space indent, no final newline, null
 * for an empty array. Returns a string to free(), or NULL: url is not UTF-8,
 * or no memory.
 */
char *descriptor_text(const struct descriptor *d);

/*
 * Append a signature and its certificate, copied. Returns 0, or -1:
 * DESCRIPTOR_ENTRIES reached, or no memory.
 */
int descriptor_append(struct descriptor *d, const void *cert_pem,
    size_t cert_len, const void *sig, size_t sig_len);

/* Free the members and set all to none. */
void descriptor_free(struct descriptor *d);

#endif
