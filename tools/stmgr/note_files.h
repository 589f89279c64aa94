/* SPDX-License-Identifier: BSD-2-Clause */
/* Keys and files of the note subcommands. */
#ifndef STMGR_NOTE_FILES_H
#define STMGR_NOTE_FILES_H

#include "keys.h"

/*
 * Sign len bytes with the key of that file, see key_load(); public_key becomes
 * its public half. Ends the program with a message if that cannot be done.
 */
void note_sign_with(const char *path, const void *data, size_t len,
    unsigned char public_key[KEY_BYTES], unsigned char sig[KEY_SIG]);

/* Load a public key, see key_load_public(), or end the program so. */
void note_public_key(const char *path, unsigned char public_key[KEY_BYTES]);

/*
 * Write the output whole, mode 0644, replacing a former one, or end the program
 * so.
 */
void note_write(const char *path, const char *data, size_t len);

#endif
