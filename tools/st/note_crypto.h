/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two things signed notes need of a cryptographic library. note_crypto.c
 * takes them from libcrypto; a program that has libsodium anyway links
 * tools/wg/note_sodium.c instead.
 */
#ifndef MAYFLY_ST_NOTE_CRYPTO_H
#define MAYFLY_ST_NOTE_CRYPTO_H

#include <stdbool.h>

#include "note.h"

/*
 * The ID of an Ed25519 key: the first bytes of SHA-256(name || LF || type ||
 * key). Returns 0, or -1 without memory.
 */
int note_key_id(const struct note_key *k, unsigned char id[NOTE_ID]);

/* Did that key make that signature of the text? False without memory, too. */
bool note_ed25519_good(const unsigned char key[NOTE_KEY],
    const unsigned char signature[NOTE_SIGNATURE], const void *text,
    size_t len);

#endif
