/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An Ed25519 key (RFC 8032 section 7.1, test 1) as OpenSSH writes it, for unit
 * tests and fuzzers: parts can be wrong.
 */
#ifndef TESTS_SSHKEYS_H
#define TESTS_SSHKEYS_H

#include <stdlib.h>
#include <string.h>

#include "../../tools/stmgr/sshwire.h"

static const unsigned char rfc_seed[SSH_KEY] = {
	0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a,
	0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32,
	0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
};

static const unsigned char rfc_public[SSH_KEY] = {
	0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe,
	0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6,
	0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
};

/* What can be wrong; { 0 } nothing. */
struct sshkey_form {
	const char *cipher, *kdf, *options, *type, *comment;
	uint32_t keys, check2;
	int other_public; /* 1..3: which of the public keys differs */
	int other_seed, bad_padding, more_padding, rest;
};

enum { SSHKEY_ROOM = 1024 };

static inline unsigned char *sshkey_text(unsigned char *p, const char *s,
    const char *usual)
{
	s = s ? s : usual;
	return wire_put_string(p, s, strlen(s));
}

static inline unsigned char *sshkey_pub(unsigned char *p,
    const struct sshkey_form *f, int which)
{
	unsigned char key[SSH_KEY];

	memcpy(key, rfc_public, sizeof(key));
	key[7] ^= f->other_public == which;
	return wire_put_string(p, key, sizeof(key));
}

/* The private part, padded. Returns its length. */
static inline size_t sshkey_inner(unsigned char *out,
    const struct sshkey_form *f)
{
	unsigned char *p = out, pair[2 * SSH_KEY];
	int n = 1;

	p = wire_put_u32(p, (uint32_t)0x01020304);
	p = wire_put_u32(p, f->check2 ? f->check2 : (uint32_t)0x01020304);
	p = sshkey_text(p, f->type, SSH_ED25519);
	p = sshkey_pub(p, f, 2);
	memcpy(pair, rfc_seed, SSH_KEY);
	memcpy(pair + SSH_KEY, rfc_public, SSH_KEY);
	pair[0] ^= f->other_seed != 0;
	pair[SSH_KEY] ^= f->other_public == 3;
	p = wire_put_string(p, pair, sizeof(pair));
	p = sshkey_text(p, f->comment, "a comment");
	while ((p - out) % 8 != 0)
		*p++ = (unsigned char)(n++ + f->bad_padding);
	for (n = 1; n <= f->more_padding; n++)
		*p++ = (unsigned char)n;
	return (size_t)(p - out);
}

/* The contents of the PEM block. Returns their length. */
static inline size_t sshkey_make(unsigned char out[SSHKEY_ROOM],
    const struct sshkey_form *f)
{
	unsigned char inner[512], blob[128], *p = out, *b;

	memcpy(p, "openssh-key-v1", 15);
	p += 15;
	p = sshkey_text(p, f->cipher, "none");
	p = sshkey_text(p, f->kdf, "none");
	p = sshkey_text(p, f->options, "");
	p = wire_put_u32(p, f->keys ? f->keys : (uint32_t)1);
	b = sshkey_text(blob, f->type, SSH_ED25519);
	b = sshkey_pub(b, f, 1);
	p = wire_put_string(p, blob, (size_t)(b - blob));
	p = wire_put_string(p, inner, sshkey_inner(inner, f));
	if (f->rest)
		*p++ = 'x';
	return (size_t)(p - out);
}

#endif
