/* SPDX-License-Identifier: BSD-2-Clause */
#include "sshkey.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "../st/base64.h"

/* With its NUL. */
static const char magic[] = "openssh-key-v1";

enum { BLOCK = 8 }; /* what the cipher "none" pads to */

/* What is unencrypted of it all. */
struct outer {
	struct wire cipher, kdf, options, public_blob, private_part;
	uint32_t keys;
};

static int refuse(struct why *why, const char *reason)
{
	why_set(why, "%s", reason);
	return -1;
}

static int damaged(struct why *why)
{
	return refuse(why, "is damaged: not an openssh-key-v1 private key");
}

/* Names come from the file, so they are cut to what a message can hold. */
static int wrong_type(const struct wire *type, struct why *why)
{
	if (type->left > 3 && !memcmp(type->p, "sk-", 3))
		return refuse(why, "is a key in a security token, which signs "
		    "in a way of its own: use an ssh-ed25519 key");
	why_set(why, "is a %.*s key: signing keys are ssh-ed25519",
	    (int)(type->left < 40 ? type->left : 40), (const char *)type->p);
	return -1;
}

/* The type and the Ed25519 key of a public key blob, which it has to fill. */
static int read_blob(struct wire blob, unsigned char key[SSH_KEY],
    struct why *why)
{
	struct wire type;

	if (wire_string(&blob, &type))
		return refuse(why, "is damaged: not an SSH public key");
	if (!wire_is(&type, SSH_ED25519))
		return wrong_type(&type, why);
	if (wire_fixed(&blob, key, SSH_KEY) || blob.left > 0)
		return refuse(why, "is damaged: not an SSH public key");
	return 0;
}

static int read_outer(struct wire w, struct outer *o, struct why *why)
{
	if (w.left < sizeof(magic) || memcmp(w.p, magic, sizeof(magic)))
		return damaged(why);
	w.p += sizeof(magic);
	w.left -= sizeof(magic);
	if (wire_string(&w, &o->cipher) || wire_string(&w, &o->kdf) ||
	    wire_string(&w, &o->options) || wire_u32(&w, &o->keys))
		return damaged(why);
	if (!wire_is(&o->cipher, "none") || !wire_is(&o->kdf, "none"))
		return refuse(why, "has a passphrase: add it to ssh-agent "
		    "(ssh-add) and give the .pub file instead");
	if (o->options.left > 0)
		return damaged(why);
	if (o->keys != 1)
		return refuse(why, "holds more or less than one key");
	if (wire_string(&w, &o->public_blob) ||
	    wire_string(&w, &o->private_part) || w.left > 0)
		return damaged(why);
	return 0;
}

/* 1, 2, 3..., as few as it takes to fill a block. */
static bool padding_ok(const struct wire *w)
{
	size_t i;

	for (i = 0; i < w->left; i++)
		if (w->p[i] != i + 1)
			return false;
	return w->left < BLOCK;
}

/* The part that a passphrase would encrypt. pair is seed and public key. */
static int read_inner(struct wire w, unsigned char pair[2 * SSH_KEY],
    unsigned char key[SSH_KEY], struct why *why)
{
	struct wire type, comment;
	uint32_t check[2];

	if (w.left % BLOCK != 0 || wire_u32(&w, &check[0]) ||
	    wire_u32(&w, &check[1]) || check[0] != check[1] ||
	    wire_string(&w, &type))
		return damaged(why);
	if (!wire_is(&type, SSH_ED25519))
		return wrong_type(&type, why);
	if (wire_fixed(&w, key, SSH_KEY) ||
	    wire_fixed(&w, pair, 2 * SSH_KEY) || wire_string(&w, &comment) ||
	    !padding_ok(&w))
		return damaged(why);
	return 0;
}

int sshkey_private(const void *data, size_t len, unsigned char seed[SSH_KEY],
    unsigned char public_key[SSH_KEY], struct why *why)
{
	struct wire w = { data, len };
	unsigned char pair[2 * SSH_KEY], key[SSH_KEY];
	struct outer o;
	int ret;

	if (read_outer(w, &o, why) ||
	    read_blob(o.public_blob, public_key, why))
		return -1;
	ret = read_inner(o.private_part, pair, key, why);
	if (ret == 0 && (memcmp(key, public_key, SSH_KEY) ||
	    memcmp(pair + SSH_KEY, public_key, SSH_KEY)))
		ret = refuse(why, "is damaged: its public keys differ");
	if (ret == 0)
		memcpy(seed, pair, SSH_KEY);
	OPENSSL_cleanse(pair, sizeof(pair));
	return ret;
}

/* The word at *p (blanks end it), as a string to free(); moves *p behind it. */
static char *word(const char **p, const char *end)
{
	const char *from;

	while (*p < end && (**p == ' ' || **p == '\t'))
		(*p)++;
	from = *p;
	while (*p < end && **p != ' ' && **p != '\t')
		(*p)++;
	return strndup(from, (size_t)(*p - from));
}

/* The end of the one line; NULL if there is more than that. */
static const char *one_line(const char *p, size_t len)
{
	const char *nl, *end = p + len;

	if (memchr(p, '\0', len))
		return NULL;
	nl = memchr(p, '\n', len);
	if (!nl)
		return end;
	len = (size_t)(end - nl);
	return strspn(nl, "\r\n \t") < len ? NULL : nl;
}

static int read_public(const char *type, const char *text,
    unsigned char key[SSH_KEY], struct why *why)
{
	struct wire blob, name = { (const unsigned char *)type, strlen(type) };
	unsigned char *bytes;
	int ret;

	if (!wire_is(&name, SSH_ED25519))
		return wrong_type(&name, why);
	bytes = base64_decode(text, &blob.left);
	if (!bytes)
		return refuse(why, "is damaged: the key is not base64");
	blob.p = bytes;
	ret = read_blob(blob, key, why);
	free(bytes);
	return ret;
}

int sshkey_public(const void *data, size_t len,
    unsigned char public_key[SSH_KEY], struct why *why)
{
	char *line = strndup(data, len), *type = NULL, *text = NULL;
	const char *p = line, *end;
	int ret = -1;

	if (!line || strlen(line) != len)
		end = NULL;
	else
		end = one_line(line, len);
	if (end && end > line && end[-1] == '\r')
		end--;
	if (end) {
		type = word(&p, end);
		text = word(&p, end);
	}
	if (!end)
		why_set(why, "is more than one line of an SSH public key");
	else if (!type || !text)
		why_set(why, "does not fit in memory");
	else
		ret = read_public(type, text, public_key, why);
	free(type);
	free(text);
	free(line);
	return ret;
}
