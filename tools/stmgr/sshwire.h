/* SPDX-License-Identifier: BSD-2-Clause */
/* The encoding of SSH (RFC 4251 section 5), and its Ed25519 keys (RFC 8709). */
#ifndef STMGR_SSHWIRE_H
#define STMGR_SSHWIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SSH_ED25519 "ssh-ed25519"

enum {
	SSH_KEY = 32,	/* bytes of an Ed25519 public key */
	SSH_BLOB = 51,	/* of the same as SSH writes it, with its type */
	SSH_SIG = 64,	/* of an Ed25519 signature */
};

/* Bytes not read yet. Nothing is owned. */
struct wire {
	const unsigned char *p;
	size_t left;
};

/*
 * Read the next value and move behind it. wire_string: *out is its contents,
 * in the same memory. Return 0, or -1: there are not so many bytes.
 */
int wire_u32(struct wire *w, uint32_t *out);
int wire_string(struct wire *w, struct wire *out);

/* Is the string (not the rest) the same as this text? */
bool wire_is(const struct wire *s, const char *text);

/* As wire_string(), but it has to be len bytes long, which are copied. */
int wire_fixed(struct wire *w, void *out, size_t len);

/* Write v, big endian, at p; return the place behind it. */
unsigned char *wire_put_u32(unsigned char *p, uint32_t v);

/* Write a string at p; return the place behind it. */
unsigned char *wire_put_string(unsigned char *p, const void *data, size_t len);

/* A public key as SSH writes it: type and key. */
void ssh_blob(const unsigned char key[SSH_KEY], unsigned char out[SSH_BLOB]);

#endif
