/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/err.h"
#include "../lib/flags.h"
#include "../st/base64.h"
#include "../st/hex.h"
#include "../st/note.h"
#include "inputs_kept.h"
#include "note_files.h"
#include "ospkg_files.h"
#include "stmgr.h"

#define USAGE "usage: stmgr note sign -key FILE -name NAME -in TEXT -out NOTE\n"

enum { KEY, NAME, IN, OUT, NFLAGS };

static const struct flag flags[NFLAGS] = {
	[KEY] = { "key", "FILE", "the private key, PKCS#8 or OpenSSH, or the "
		  "OpenSSH public key of one in ssh-agent; needed", NULL },
	[NAME] = { "name", "NAME", "the key's name, such as "
		   "example.com/rebuilder; needed", NULL },
	[IN] = { "in", "TEXT", "the text; needed", NULL },
	[OUT] = { "out", "NOTE", "the signed note; needed", NULL },
};

static char *base64(const unsigned char *data, size_t len)
{
	char *s = base64_encode(data, len);

	if (!s)
		die(EXIT_UNKNOWN, "malloc:");
	return s;
}

/* The note, a string to free(). The text holds no NUL: it was checked. */
static char *make(const char *text, const struct note_key *key,
    const unsigned char sig[NOTE_SIGNATURE])
{
	unsigned char blob[NOTE_ID + NOTE_SIGNATURE];
	char *s, *note;

	memcpy(blob, key->id, NOTE_ID);
	memcpy(blob + NOTE_ID, sig, NOTE_SIGNATURE);
	s = base64(blob, sizeof(blob));
	if (asprintf(&note, "%s\n" NOTE_DASH "%s %s\n", text, key->name, s) < 0)
		die(EXIT_UNKNOWN, "malloc:");
	free(s);
	return note;
}

/* Would others read the text that was signed? */
static void check(const char *path, const char *made, const char *text,
    const struct note_key *key)
{
	struct note note;
	struct why why;

	if (note_parse(made, strlen(made), &note, &why))
		die(EXIT_NO, "%s: the note %s", path, why.text);
	if (note.len != strlen(text) || memcmp(note.text, text, note.len))
		die(EXIT_NO, "%s: the note would be of another text", path);
	if (note_verify(&note, key, &why) != NOTE_GOOD)
		die(EXIT_UNKNOWN, "%s: the note %s", path, why.text);
}

static void print_vkey(const struct note_key *key)
{
	unsigned char typed[1 + NOTE_KEY] = { NOTE_ED25519 };
	char id[2 * NOTE_ID + 1], *s;

	memcpy(typed + 1, key->key, NOTE_KEY);
	hex_encode(key->id, NOTE_ID, id);
	s = base64(typed, sizeof(typed));
	printf("%s+%s+%s\n", key->name, id, s);
	free(s);
}

static int sign(const char *const *v)
{
	unsigned char public_key[KEY_BYTES] = { 0 }, sig[KEY_SIG], *data;
	const char *name = v[NAME], *text;
	struct note_key key;
	struct why why;
	char *made;
	size_t len;

	/* A name that is none, before anybody has to touch a token. */
	if (note_key_make(name, strlen(name), public_key, &key, &why))
		die(EXIT_NO, "-name %s: %s", name, why.text);
	ospkg_read(v[IN], NOTE_MAX, &data, &len);
	text = (const char *)data;
	if (note_text_check(text, len, &why))
		die(EXIT_NO, "%s: %s", v[IN], why.text);
	note_sign_with(v[KEY], text, len, public_key, sig);
	if (note_key_make(name, strlen(name), public_key, &key, &why))
		die(EXIT_UNKNOWN, "-name %s: %s", name, why.text);
	made = make(text, &key, sig);
	check(v[IN], made, text, &key);
	note_write(v[OUT], made, strlen(made));
	print_vkey(&key);
	free(made);
	free(data);
	return EXIT_YES;
}

int note_sign(int argc, char **argv)
{
	const char *v[NFLAGS];
	int status;

	status = flags_read(argc, argv, flags, (size_t)NFLAGS, USAGE, v);
	if (status >= 0)
		return status;
	if (!v[KEY] || !v[NAME] || !v[IN] || !v[OUT]) {
		warn("-key, -name, -in and -out are needed");
		return flags_usage(USAGE);
	}
	if (inputs_kept(v[OUT], (const char *[]){ v[KEY], v[IN] }, (size_t)2))
		return EXIT_NO;
	return sign(v);
}
