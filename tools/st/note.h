/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signed notes: a text and signatures of it, as c2sp.org/signed-note has them.
 * Only Ed25519 signatures (type 0x01) are verified. Nothing is allocated.
 */
#ifndef MAYFLY_ST_NOTE_H
#define MAYFLY_ST_NOTE_H

#include <stddef.h>

#include "why.h"

enum {
	NOTE_MAX = 1 << 26,    /* bytes of a note; a list of peers is long */
	NOTE_SIGNATURES = 100, /* of a note, at most */
	NOTE_KEY = 32,	       /* bytes of a public key */
	NOTE_ID = 4,	       /* bytes of a key ID */
	NOTE_SIGNATURE = 64,   /* bytes of a signature without the key ID */
	NOTE_ED25519 = 0x01,   /* the signature type */
};

/* What a signature line starts with: U+2014, space. */
#define NOTE_DASH "\xe2\x80\x94 "

/* Who signs. The name is not owned. */
struct note_key {
	const char *name; /* name_len bytes, with no NUL behind them */
	size_t name_len;
	unsigned char id[NOTE_ID];
	unsigned char key[NOTE_KEY];
};

/* A note taken apart; both parts point into it. */
struct note {
	const char *text; /* with its final LF, without the empty line */
	size_t len;
	const char *lines; /* the signature lines */
	size_t lines_len;
};

enum note_result {
	NOTE_GOOD, /* the key signed the text */
	NOTE_NONE, /* the note has no signature of the key */
	NOTE_BAD,  /* it has one that is wrong: nothing of it is to be used */
};

/*
 * Make the key of that name (len bytes, kept by reference), with its ID
 * ("Ed25519 signatures" of the specification). A name is UTF-8, not empty,
 * without plus signs and Unicode's spaces ("Format"), and, which is our rule,
 * without control characters of ASCII.
 * Returns 0, or -1 with the reason, which continues "NAME: "; *out is then
 * undefined.
 */
int note_key_make(const char *name, size_t len,
    const unsigned char key[NOTE_KEY], struct note_key *out, struct why *why);

/*
 * Parse a verifier key, NAME+ID+KEY: the ID in hexadecimal digits, the type
 * and the public key in base64. It is a string, which the name points into.
 * The ID has to be that of name and key. Returns as note_key_make().
 */
int note_key_parse(const char *vkey, struct note_key *out, struct why *why);

/*
 * Can this be the text of a note ("Format")? It is UTF-8, not empty, ends in
 * LF and has no other control character below U+0020.
 * Returns 0, or -1 with the reason, which continues "FILE: ".
 */
int note_text_check(const char *text, size_t len, struct why *why);

/*
 * Take the len bytes of a note, from outside, apart at the last empty line
 * ("Format"). They are looked at as a whole: all of it is UTF-8, each signature
 * line has a valid name and the base64, in its one spelling, of more than
 * NOTE_ID bytes. No signature is verified yet.
 * Returns 0, or -1 with the reason, which continues "FILE: "; *out is then
 * undefined.
 */
int note_parse(const char *data, size_t len, struct note *out,
    struct why *why);

/*
 * Did that key sign ("Signatures")? note is what note_parse() made. Signatures
 * of other keys are ignored, even if name or ID are the same, but not both.
 * All of the key's are verified: one that is wrong refuses the note, and so does
 * a library without memory.
 * Returns NOTE_GOOD, or another result with the reason, which continues
 * "FILE: ".
 */
enum note_result note_verify(const struct note *note,
    const struct note_key *key, struct why *why);

#endif
