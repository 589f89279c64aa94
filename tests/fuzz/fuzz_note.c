/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/base64.c tools/st/hex.c tools/st/note_crypto.c tools/st/utf8.c tools/st/why.c
// libs: -lcrypto
/*
 * Signed notes and verifier keys. The first byte chooses. A note that is taken
 * is its text, an empty line, and signature lines that have one spelling; a
 * verifier key that is taken has one but for the ID's case. Notes are good as
 * long as text and signatures are those that were signed.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "../../tools/st/note.c"

#define VKEY "example.com/foo+530d903a+" \
	     "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define TEXT "This is an example message.\n"

static void require(int ok)
{
	if (!ok)
		abort();
}

/* The whole blob of a line that was taken, to free(). */
static unsigned char *blob(const struct line *l, const char *end, size_t len)
{
	const char *base64 = l->name + l->name_len + 1;
	unsigned char *out = malloc(len);

	require(out && base64_decode_into(base64, (size_t)(end - base64), out,
	    len) == len);
	return out;
}

/* The signature lines, made anew. */
static void print_lines(const struct note *note, FILE *to)
{
	const char *next = note->lines, *end = next + note->lines_len;
	struct line l;

	while (next < end) {
		unsigned char *data;
		char *s;

		require(!take_line(&next, end, &l));
		data = blob(&l, next - 1, l.len);
		s = base64_encode(data, l.len);
		fprintf(to, NOTE_DASH "%.*s %s\n", (int)l.name_len, l.name, s);
		free(data);
		free(s);
	}
}

static void verify(const struct note *note)
{
	struct note_key key;
	struct why why = { "" };
	enum note_result r;

	require(!note_key_parse(VKEY, &key, &why));
	r = note_verify(note, &key, &why);
	require((r == NOTE_GOOD) == (why.text[0] == '\0'));
	if (r == NOTE_GOOD)
		require(note->len == sizeof(TEXT) - 1 &&
		    !memcmp(note->text, TEXT, note->len));
}

static void fuzz_note(const char *data, size_t size)
{
	struct note note;
	struct why why = { "" };
	size_t len;
	char *text;
	FILE *to;

	if (note_parse(data, size, &note, &why)) {
		require(why.text[0] != '\0');
		return;
	}
	require(!note_text_check(note.text, note.len, &why));
	to = open_memstream(&text, &len);
	fwrite(note.text, 1, note.len, to);
	putc('\n', to);
	print_lines(&note, to);
	fclose(to);
	require(len == size && !memcmp(text, data, len));
	free(text);
	verify(&note);
}

static void fuzz_key(const char *data, size_t size)
{
	char *vkey = strndup(data, size), id[2 * NOTE_ID + 1], *s;
	unsigned char typed[1 + NOTE_KEY] = { NOTE_ED25519 };
	struct why why = { "" };
	struct note_key key;

	if (note_key_parse(vkey, &key, &why)) {
		require(why.text[0] != '\0');
		free(vkey);
		return;
	}
	hex_encode(key.id, NOTE_ID, id);
	memcpy(typed + 1, key.key, NOTE_KEY);
	s = base64_encode(typed, sizeof(typed));
	require(key.name == vkey && vkey[key.name_len] == '+' &&
	    !strncasecmp(vkey + key.name_len + 1, id, strlen(id)) &&
	    !strcmp(vkey + key.name_len + strlen(id) + 2, s));
	free(s);
	free(vkey);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 0 && data[0] == 'k')
		fuzz_key((const char *)data + 1, size - 1);
	else if (size > 0)
		fuzz_note((const char *)data + 1, size - 1);
	return 0;
}
