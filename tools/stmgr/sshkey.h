/* SPDX-License-Identifier: BSD-2-Clause */
/* Ed25519 keys in OpenSSH's formats. */
#ifndef STMGR_SSHKEY_H
#define STMGR_SSHKEY_H

#include <stddef.h>

#include "../st/why.h"
#include "sshwire.h"

/*
 * The contents of an "OPENSSH PRIVATE KEY" block (openssh-key-v1): one Ed25519
 * key without passphrase. All the copies of the public key in it have to agree
 * and the padding has to be right; whether the seed belongs to the public key
 * is for the caller to check.
 * Returns 0, or -1 with the reason; then nothing secret is in seed.
 */
int sshkey_private(const void *data, size_t len, unsigned char seed[SSH_KEY],
    unsigned char public_key[SSH_KEY], struct why *why);

/*
 * The contents of a .pub file: "ssh-ed25519 BASE64 [COMMENT]", one line.
 * Returns 0, or -1 with the reason.
 */
int sshkey_public(const void *data, size_t len,
    unsigned char public_key[SSH_KEY], struct why *why);

#endif
