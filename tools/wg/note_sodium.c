/* SPDX-License-Identifier: BSD-2-Clause */
/* st/note_crypto.h by libsodium, for programs that have no libcrypto. */
#include <sodium.h>
#include <string.h>

#include "../st/note_crypto.h"

int note_key_id(const struct note_key *k, unsigned char id[NOTE_ID])
{
	static const unsigned char between[] = {'\n', NOTE_ED25519};
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, (const unsigned char *)k->name,
				  k->name_len);
	crypto_hash_sha256_update(&state, between, sizeof(between));
	crypto_hash_sha256_update(&state, k->key, NOTE_KEY);
	crypto_hash_sha256_final(&state, hash);
	memcpy(id, hash, NOTE_ID);
	return 0;
}

bool note_ed25519_good(const unsigned char key[NOTE_KEY],
		       const unsigned char signature[NOTE_SIGNATURE],
		       const void *text, size_t len)
{
	return !crypto_sign_verify_detached(signature, text, len, key);
}
