/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Secure Boot signatures: PKCS #7 over the Authenticode digest (Microsoft,
 * "Windows Authenticode Portable Executable Signature Format", 2008), RSA with
 * SHA-256. No time is signed, so the same key and file give the same bytes.
 */
#ifndef STMGR_AUTHENTICODE_H
#define STMGR_AUTHENTICODE_H

#include <stddef.h>

#include "../st/why.h"

struct authenticode; /* key and certificate */

/*
 * Take an RSA private key (PKCS #8 or PKCS #1, not encrypted) and its X.509
 * certificate, both PEM. NULL and *why, a text that continues a name of the
 * two, if one is unreadable or they do not belong together.
 */
struct authenticode *authenticode_new(const void *key, size_t key_len,
    const void *cert, size_t cert_len, struct why *why);
void authenticode_free(struct authenticode *a);

/*
 * Sign a PE file without signature, of *len bytes at *pe, which is malloc()ed
 * and moves. Returns 0, or -1 and *why with the file as it was.
 */
int authenticode_sign(const struct authenticode *a, unsigned char **pe,
    size_t *len, struct why *why);

#endif
