/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include <openssl/err.h>

#include "agent.h"
#include "keys.h"

static enum key_result failed(struct why *why, const char *reason)
{
	why_set(why, "%s", reason);
	return KEY_FAILED;
}

static int sign_here(EVP_PKEY *pkey, const void *data, size_t len,
    unsigned char sig[KEY_SIG])
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t sig_len = KEY_SIG;
	int ok;

	ok = ctx && EVP_DigestSignInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
	    EVP_DigestSign(ctx, sig, &sig_len, data, len) == 1 &&
	    sig_len == KEY_SIG;
	EVP_MD_CTX_free(ctx);
	return ok ? 0 : -1;
}

static int verify(const unsigned char key[KEY_BYTES], const void *data,
    size_t len, const unsigned char sig[KEY_SIG])
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
	    key, KEY_BYTES);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int ok;

	ok = pkey && ctx &&
	    EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
	    EVP_DigestVerify(ctx, sig, KEY_SIG, data, len) == 1;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	ERR_clear_error();
	return ok ? 0 : -1;
}

static enum key_result sign_by_agent(const struct key *key, const void *data,
    size_t len, unsigned char sig[KEY_SIG], struct why *why)
{
	struct why reason;

	switch (agent_sign(key->public_key, data, len, sig, &reason)) {
	case AGENT_DONE:
		return KEY_DONE;
	case AGENT_REFUSED:
		why_set(why, "ssh-agent: %s", reason.text);
		return KEY_REFUSED;
	case AGENT_FAILED:
		break;
	}
	why_set(why, "ssh-agent: %s", reason.text);
	return KEY_FAILED;
}

enum key_result key_sign(const struct key *key, const void *data, size_t len,
    unsigned char sig[KEY_SIG], struct why *why)
{
	enum key_result r = KEY_DONE;

	if (!key->pkey)
		r = sign_by_agent(key, data, len, sig, why);
	else if (sign_here(key->pkey, data, len, sig))
		r = failed(why, "libcrypto cannot sign with it");
	if (r != KEY_DONE)
		return r;
	/* A faulty machine or agent must not give out a bad signature. */
	if (verify(key->public_key, data, len, sig))
		return failed(why, key->pkey ? "its signature is wrong: is the "
		    "machine in order?" : "ssh-agent: its signature is wrong");
	return KEY_DONE;
}
