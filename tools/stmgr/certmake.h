/* SPDX-License-Identifier: BSD-2-Clause */
/* Certificates of Ed25519 keys, of upstream's profile. */
#ifndef STMGR_CERTMAKE_H
#define STMGR_CERTMAKE_H

#include <openssl/x509.h>
#include <time.h>

#include "keys.h"

/*
 * Make the certificate of a key, valid from from to until, and have by sign it.
 * The subject is CN = base64(SHA-256(key)), the serial number 128 random bits.
 * root NULL: self-signed (key is by's own): CA:TRUE, key usage digitalSignature
 * and keyCertSign, both critical, and a subject key identifier.
 * Else root is by's certificate: key usage digitalSignature, critical, and the
 * root's key identifier, if it has one. There is no extended key usage.
 * Returns KEY_DONE and *out is owned by the caller, or as key_sign().
 */
enum key_result cert_make(const unsigned char key[KEY_BYTES], X509 *root,
    const struct key *by, time_t from, time_t until, X509 **out,
    struct why *why);

#endif
