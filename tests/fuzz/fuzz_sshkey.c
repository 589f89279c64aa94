/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/outfile.c tools/st/base64.c tools/st/why.c tools/stmgr/keys.c tools/stmgr/pem.c tools/stmgr/sshkey.c tools/stmgr/sshwire.c
// libs: -lcrypto
/*
 * Key files. The first byte chooses: the contents of an OpenSSH block without
 * base64 around it, a private or a public key file. A key that is taken has its
 * public half in it; one that is refused leaves nothing and has a reason.
 */
#include <stdlib.h>
#include <string.h>

#include "../../tools/stmgr/keys.h"
#include "../../tools/stmgr/sshkey.h"

static void require(int ok)
{
	if (!ok)
		abort();
}

static void block(const uint8_t *data, size_t size)
{
	static const unsigned char none[SSH_KEY];
	unsigned char seed[SSH_KEY] = { 0 }, key[SSH_KEY];
	struct why why = { "" };

	if (sshkey_private(data, size, seed, key, &why)) {
		require(why.text[0] && !memcmp(seed, none, sizeof(seed)));
		return;
	}
	require(memmem(data, size, seed, sizeof(seed)) != NULL);
	require(memmem(data, size, key, sizeof(key)) != NULL);
}

static void file(const uint8_t *data, size_t size)
{
	unsigned char raw[KEY_BYTES];
	size_t len = sizeof(raw);
	struct why why = { "" };
	struct key key;

	if (key_parse(data, size, &key, &why) != KEY_DONE) {
		require(why.text[0] && !key.pkey);
		return;
	}
	if (key.pkey)
		require(EVP_PKEY_get_raw_public_key(key.pkey, raw, &len) == 1 &&
		    !memcmp(raw, key.public_key, sizeof(raw)));
	key_free(&key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char key[KEY_BYTES];
	struct why why = { "" };

	if (size == 0)
		return 0;
	if (data[0] == 'o')
		block(data + 1, size - 1);
	else if (data[0] == 'f')
		file(data + 1, size - 1);
	else if (key_parse_public(data + 1, size - 1, key, &why) != KEY_DONE)
		require(why.text[0] != '\0');
	return 0;
}
