/* SPDX-License-Identifier: BSD-2-Clause */
/* The files that keygen certificate leaves. */
#ifndef STMGR_KEYGEN_H
#define STMGR_KEYGEN_H

#include <openssl/x509.h>

#include "keys.h"

/*
 * May these files be written? A private key is never replaced: not by a key
 * and not by a certificate. key_path NULL: no key is written.
 * Returns an exit status, after a warn() if it is not EXIT_YES.
 */
int keygen_may_write(const char *cert_path, const char *key_path);

/*
 * Write both, the key with mode 0600; both or neither appears. Ends the
 * program with a message if that fails. key_path as above.
 */
void keygen_write(const char *cert_path, X509 *cert, const char *key_path,
    const struct key *key);

#endif
