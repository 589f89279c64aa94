/* SPDX-License-Identifier: BSD-2-Clause */
/* The certificates that OS packages are trusted by. */
#ifndef MAYFLY_ST_ROOTS_H
#define MAYFLY_ST_ROOTS_H

#include <openssl/x509.h>
#include <stddef.h>

#include "why.h"

enum {
	ROOTS_MAX = 1 << 20,  /* bytes of the file */
	ROOTS_ENTRIES = 64,   /* certificates in it */
};

struct roots {
	size_t n;
	X509 **cert; /* owned */
};

/*
 * Parse ospkg_signing_root.pem, or any file of roots: one or more PEM blocks
 * CERTIFICATE. Other blocks and text between them are passed over; a
 * certificate that cannot be read refuses the file, since roots that go
 * missing silently are found out when a server does not boot.
 * Returns 0, or -1 with the reason, and *out is then { 0 }.
 */
int roots_parse(const void *pem, size_t len, struct roots *out,
    struct why *why);

/* Free the members and set them to none. */
void roots_free(struct roots *r);

#endif
