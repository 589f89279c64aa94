/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The link of an in-toto layout: who made which files, without how
 * (in-toto specification 1.0, section 4.4).
 */
#ifndef STMGR_LINK_H
#define STMGR_LINK_H

#include <jansson.h>
#include <stddef.h>

#include "../st/why.h"

enum {
	LINK_MAX = 1 << 20, /* bytes of a list of sums */
	LINK_KEY = 32,	    /* bytes of a public key */
	LINK_SIG = 64,	    /* bytes of a signature */
	LINK_ID = 65,	    /* a key ID as a string */
};

/*
 * What a link calls its key by (section 4.2): SHA-256 of the key's own
 * canonical JSON. Returns 0, or -1: libcrypto cannot compute it.
 */
int link_keyid(const unsigned char key[LINK_KEY], char out[LINK_ID]);

/* Can this be a name in a link? If not returns -1 with the reason. */
int link_name_check(const char *name, size_t len, struct why *why);

/*
 * The part that is signed, of a checked name and the len bytes of a list as
 * sha256sum(1) prints it, from outside: lines of 64 hexadecimal digits, two
 * blanks and a file's name, at least one, no name twice. A name is printable
 * ASCII without '"' and '\'.
 * Returns a new reference, or NULL with the reason, which continues "FILE: ".
 */
json_t *link_signed(const char *name, const char *sums, size_t len,
    struct why *why);

/*
 * Its bytes: canonical JSON (OLPC's), as which sorted keys without blanks are
 * enough for the strings that are let in. Returns a string to free(), or NULL:
 * no memory.
 */
char *link_canonical(const json_t *part);

/*
 * The whole link, as one line with its LF; takes no reference.
 * Returns a string to free(), or NULL: no memory.
 */
char *link_text(json_t *part, const char *keyid,
    const unsigned char sig[LINK_SIG]);

#endif
