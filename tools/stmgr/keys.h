/* SPDX-License-Identifier: BSD-2-Clause */
/* The Ed25519 keys of stmgr's command line, and signing with them. */
#ifndef STMGR_KEYS_H
#define STMGR_KEYS_H

#include <openssl/evp.h>
#include <stddef.h>

#include "../lib/outfile.h"
#include "../st/why.h"

enum {
	KEY_BYTES = 32,
	KEY_SIG = 64,
	KEY_FILE_MAX = 1 << 14, /* bytes of a key file */
};

enum key_result {
	KEY_DONE,
	KEY_REFUSED, /* it is not a key that can be used, or not there */
	KEY_FAILED,  /* could not tell: a file or the agent failed */
};

/* A key to sign with. pkey is owned; NULL: ssh-agent has it. */
struct key {
	unsigned char public_key[KEY_BYTES];
	EVP_PKEY *pkey;
};

/*
 * Load the key in a file: a PEM "PRIVATE KEY" (PKCS#8) or "OPENSSH PRIVATE
 * KEY", both unencrypted, or the line "ssh-ed25519 ..." of a public key that
 * ssh-agent has. Text before the PEM block is passed over; nothing but blanks
 * may come after it. What was read is wiped.
 * On KEY_DONE free with key_free(); else why is the reason.
 */
enum key_result key_load(const char *path, struct key *out, struct why *why);

/* The same for a file's contents. */
enum key_result key_parse(const void *data, size_t len, struct key *out,
    struct why *why);

/* Make a new key; as key_load(). */
enum key_result key_make(struct key *out, struct why *why);

void key_free(struct key *key);

/* Load a public key: a PEM "PUBLIC KEY" (PKIX) or a line "ssh-ed25519 ...". */
enum key_result key_load_public(const char *path,
    unsigned char public_key[KEY_BYTES], struct why *why);

/* The same for a file's contents. */
enum key_result key_parse_public(const void *data, size_t len,
    unsigned char public_key[KEY_BYTES], struct why *why);

/*
 * Sign len bytes (Ed25519, RFC 8032, pure), with the key or through ssh-agent.
 * The signature is verified before it is given out.
 */
enum key_result key_sign(const struct key *key, const void *data, size_t len,
    unsigned char sig[KEY_SIG], struct why *why);

/*
 * Write the key as PEM "PRIVATE KEY". Not for keys that ssh-agent has.
 * Returns 0, or -1 with errno set.
 */
int key_write(const struct key *key, struct outfile *o);

#endif
