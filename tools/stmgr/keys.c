/* SPDX-License-Identifier: BSD-2-Clause */
#include "keys.h"

#include <stdbool.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "pem.h"
#include "sshkey.h"

#define LABEL_PKCS8 "PRIVATE KEY"
#define LABEL_OPENSSH "OPENSSH PRIVATE KEY"
#define LABEL_PKIX "PUBLIC KEY"

static enum key_result refuse(struct why *why, const char *reason)
{
	why_set(why, "%s", reason);
	return KEY_REFUSED;
}

/* A PEM block with another label than those we take. */
static enum key_result wrong_label(const struct pem *pem, struct why *why)
{
	const char *label = pem->label;

	if (!strcmp(label, "ENCRYPTED PRIVATE KEY") ||
	    strstr(pem->header, "ENCRYPTED"))
		return refuse(why, "is encrypted: decrypt it (openssl pkcs8), "
		    "or have an SSH key in ssh-agent and give its .pub file");
	if (!strcmp(label, "RSA PRIVATE KEY"))
		return refuse(why, "is an RSA key: signing keys are Ed25519");
	if (!strcmp(label, "EC PRIVATE KEY"))
		return refuse(why, "is an ECDSA key: signing keys are Ed25519");
	if (!strcmp(label, LABEL_PKIX))
		return refuse(why, "is a public key: the private key is "
		    "needed, or an OpenSSH public key whose other half is in "
		    "ssh-agent");
	if (!strcmp(label, LABEL_PKCS8) || !strcmp(label, LABEL_OPENSSH))
		return refuse(why, "is a private key: the public key is "
		    "needed (openssl pkey -pubout, or the .pub file)");
	if (!strcmp(label, "CERTIFICATE"))
		return refuse(why, "is a certificate, not a key");
	why_set(why, "is a PEM block %.40s, not an Ed25519 key", label);
	return KEY_REFUSED;
}

/* Take over pkey if it is an Ed25519 key, free it if not. */
static enum key_result take(EVP_PKEY *pkey, struct key *out, struct why *why)
{
	size_t len = KEY_BYTES;
	const char *name;

	if (EVP_PKEY_get_id(pkey) == EVP_PKEY_ED25519 &&
	    EVP_PKEY_get_raw_public_key(pkey, out->public_key, &len) == 1 &&
	    len == KEY_BYTES) {
		out->pkey = pkey;
		return KEY_DONE;
	}
	name = EVP_PKEY_get0_type_name(pkey);
	why_set(why, "is a key of type %s: signing keys are Ed25519",
	    name ? name : "unknown");
	EVP_PKEY_free(pkey);
	return KEY_REFUSED;
}

static enum key_result from_pkcs8(const struct pem *pem, struct key *out,
    struct why *why)
{
	const unsigned char *p = pem->data;
	PKCS8_PRIV_KEY_INFO *info;
	EVP_PKEY *pkey = NULL;

	info = d2i_PKCS8_PRIV_KEY_INFO(NULL, &p, pem->len);
	if (info && p == pem->data + pem->len)
		pkey = EVP_PKCS82PKEY(info);
	PKCS8_PRIV_KEY_INFO_free(info);
	ERR_clear_error();
	if (!pkey)
		return refuse(why, "is damaged, or a key of an unknown type: "
		    "not a PKCS#8 private key");
	return take(pkey, out, why);
}

static enum key_result from_openssh(const struct pem *pem, struct key *out,
    struct why *why)
{
	unsigned char seed[SSH_KEY], public_key[SSH_KEY];
	EVP_PKEY *pkey;

	if (sshkey_private(pem->data, (size_t)pem->len, seed, public_key, why))
		return KEY_REFUSED;
	pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed,
	    sizeof(seed));
	OPENSSL_cleanse(seed, sizeof(seed));
	if (!pkey)
		return refuse(why, "cannot be used by libcrypto");
	if (take(pkey, out, why) != KEY_DONE)
		return KEY_REFUSED;
	if (!memcmp(out->public_key, public_key, sizeof(public_key)))
		return KEY_DONE;
	key_free(out);
	return refuse(why, "is damaged: private and public key differ");
}

/* OpenSSH's line has no dashes in front; its types all have one inside. */
static bool is_line(const char *data, size_t len)
{
	static const char *const types[] = { "ssh-", "ecdsa-", "sk-" };
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (len >= strlen(types[i]) &&
		    !memcmp(data, types[i], strlen(types[i])))
			return true;
	return false;
}

enum key_result key_parse(const void *data, size_t len, struct key *out,
    struct why *why)
{
	enum key_result r;
	struct pem pem;

	memset(out, 0, sizeof(*out));
	if (is_line(data, len))
		return sshkey_public(data, len, out->public_key, why)
		    ? KEY_REFUSED : KEY_DONE;
	if (pem_read(data, len, &pem, why))
		return KEY_REFUSED;
	if (pem.header[0] == '\0' && !strcmp(pem.label, LABEL_PKCS8))
		r = from_pkcs8(&pem, out, why);
	else if (pem.header[0] == '\0' && !strcmp(pem.label, LABEL_OPENSSH))
		r = from_openssh(&pem, out, why);
	else
		r = wrong_label(&pem, why);
	pem_wipe(&pem);
	return r;
}

static enum key_result from_pkix(const struct pem *pem,
    unsigned char public_key[KEY_BYTES], struct why *why)
{
	const unsigned char *p = pem->data;
	EVP_PKEY *pkey = d2i_PUBKEY(NULL, &p, pem->len);
	enum key_result r;
	struct key key;

	ERR_clear_error();
	if (!pkey || p != pem->data + pem->len) {
		EVP_PKEY_free(pkey);
		return refuse(why, "is damaged, or a key of an unknown type: "
		    "not a PKIX public key");
	}
	r = take(pkey, &key, why);
	if (r != KEY_DONE)
		return r;
	memcpy(public_key, key.public_key, KEY_BYTES);
	key_free(&key);
	return KEY_DONE;
}

enum key_result key_parse_public(const void *data, size_t len,
    unsigned char public_key[KEY_BYTES], struct why *why)
{
	enum key_result r;
	struct pem pem;

	if (is_line(data, len))
		return sshkey_public(data, len, public_key, why)
		    ? KEY_REFUSED : KEY_DONE;
	if (pem_read(data, len, &pem, why))
		return KEY_REFUSED;
	if (pem.header[0] == '\0' && !strcmp(pem.label, LABEL_PKIX))
		r = from_pkix(&pem, public_key, why);
	else
		r = wrong_label(&pem, why);
	pem_wipe(&pem);
	return r;
}

enum key_result key_make(struct key *out, struct why *why)
{
	EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");

	if (!pkey) {
		why_set(why, "libcrypto cannot make an Ed25519 key");
		return KEY_FAILED;
	}
	return take(pkey, out, why);
}

void key_free(struct key *key)
{
	EVP_PKEY_free(key->pkey);
	memset(key, 0, sizeof(*key));
}
