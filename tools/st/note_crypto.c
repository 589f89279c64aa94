/* SPDX-License-Identifier: BSD-2-Clause */
#include "note_crypto.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

int note_key_id(const struct note_key *k, unsigned char id[NOTE_ID])
{
	static const unsigned char between[] = { '\n', NOTE_ED25519 };
	unsigned char hash[EVP_MAX_MD_SIZE];
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int good = ctx && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1 &&
	    EVP_DigestUpdate(ctx, k->name, k->name_len) == 1 &&
	    EVP_DigestUpdate(ctx, between, sizeof(between)) == 1 &&
	    EVP_DigestUpdate(ctx, k->key, NOTE_KEY) == 1 &&
	    EVP_DigestFinal_ex(ctx, hash, NULL) == 1;

	EVP_MD_CTX_free(ctx);
	if (!good)
		return -1;
	memcpy(id, hash, NOTE_ID);
	return 0;
}

bool note_ed25519_good(const unsigned char key[NOTE_KEY],
    const unsigned char signature[NOTE_SIGNATURE], const void *text,
    size_t len)
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
	    key, NOTE_KEY);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool good = pkey && ctx &&
	    EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
	    EVP_DigestVerify(ctx, signature, NOTE_SIGNATURE, text, len) == 1;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	ERR_clear_error();
	return good;
}
