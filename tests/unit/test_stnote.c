/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/note.c tools/st/note_crypto.c tools/st/base64.c tools/st/hex.c tools/st/utf8.c tools/st/why.c
// libs: -lcrypto
/* Signed notes; the known one is the specification's example. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../tools/st/base64.h"
#include "../../tools/st/note.h"
#include "../../tools/st/utf8.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

#define DASH NOTE_DASH
#define NAME "example.com/foo"
#define VKEY NAME "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define TEXT "This is an example message.\n"
#define SIG                                                           \
	"Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZ" \
	"XsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
#define GOOD DASH NAME " " SIG "\n"
#define OTHER DASH "other AAAAAAA=\n"

static struct why why;

/* Parse a copy, so that its end counts; note points into *copy, to free(). */
static int parse(const char *data, size_t len, struct note *note, char **copy)
{
	int r;

	*copy = malloc(len ? len : 1);
	assert_non_null(*copy);
	memcpy(*copy, data, len);
	why.text[0] = '\0';
	r = note_parse(*copy, len, note, &why);
	assert_int_equal(r == 0, why.text[0] == '\0');
	return r;
}

static void malformed(const char *data, size_t len, const char *reason)
{
	struct note note;
	char *copy;

	assert_int_equal(parse(data, len, &note, &copy), -1);
	if (!strstr(why.text, reason))
		fail_msg("%s: %s", data, why.text);
	free(copy);
}

/* What the known key says of a note, whose text is to be that. */
static enum note_result says(const char *data, const char *text)
{
	enum note_result r;
	struct note_key key;
	struct note note;
	char *copy;

	assert_int_equal(note_key_parse(VKEY, &key, &why), 0);
	if (parse(data, strlen(data), &note, &copy))
		fail_msg("%s: %s", data, why.text);
	assert_int_equal(note.len, strlen(text));
	assert_memory_equal(note.text, text, note.len);
	r = note_verify(&note, &key, &why);
	assert_int_equal(r == NOTE_GOOD, why.text[0] == '\0');
	free(copy);
	return r;
}

static void known_note(void **state)
{
	(void)state;
	assert_int_equal(says(TEXT "\n" GOOD, TEXT), NOTE_GOOD);
	assert_int_equal(says(TEXT "\n" OTHER GOOD OTHER, TEXT), NOTE_GOOD);
	assert_int_equal(says(TEXT "\n" GOOD GOOD, TEXT), NOTE_GOOD);
	assert_int_equal(says(TEXT "\n" OTHER, TEXT), NOTE_NONE);
	/* The name and not the ID, the ID and not the name. */
	assert_int_equal(says(TEXT "\n" DASH NAME " AAAAAAA=\n", TEXT),
	    NOTE_NONE);
	assert_int_equal(says(TEXT "\n" DASH NAME "o " SIG "\n", TEXT),
	    NOTE_NONE);
	assert_int_equal(says(TEXT "\n" DASH "example.com/fo " SIG "\n", TEXT),
	    NOTE_NONE);
}

static void wrong_signatures(void **state)
{
	/* Too short, and too long, with the known name and ID. */
	static const char *const bad[] = {
		DASH NAME " Uw2QOgA=\n",
		DASH NAME " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlT"
		"gK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQMA\n",
		DASH NAME " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlT"
		"gK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQI=\n",
	};
	char text[1024];
	size_t i;

	(void)state;
	assert_int_equal(says("this is an example message.\n\n" GOOD,
	    "this is an example message.\n"), NOTE_BAD);
	assert_int_equal(says(TEXT "\n\n" GOOD, TEXT "\n"), NOTE_BAD);
	for (i = 0; i < LEN(bad); i++) {
		sprintf(text, TEXT "\n%s", bad[i]);
		assert_int_equal(says(text, TEXT), NOTE_BAD);
		sprintf(text, TEXT "\n" GOOD "%s", bad[i]);
		assert_int_equal(says(text, TEXT), NOTE_BAD);
		sprintf(text, TEXT "\n%s" GOOD, bad[i]);
		assert_int_equal(says(text, TEXT), NOTE_BAD);
	}
}

/* No changed bit, of text or signature, is good. */
static void every_bit(void **state)
{
	static const char good[] = TEXT "\n" GOOD;
	struct note_key key;
	struct note note;
	size_t i;

	(void)state;
	assert_int_equal(note_key_parse(VKEY, &key, &why), 0);
	for (i = 0; i < 8 * strlen(good); i++) {
		char *copy = strdup(good);

		copy[i / 8] ^= (char)(1 << i % 8);
		if (!note_parse(copy, strlen(good), &note, &why) &&
		    note_verify(&note, &key, &why) == NOTE_GOOD)
			fail_msg("bit %zu: %s", i, copy);
		free(copy);
	}
}

static void the_last_empty_line(void **state)
{
	(void)state;
	assert_int_equal(says("\n\n" OTHER, "\n"), NOTE_NONE);
	assert_int_equal(says("\n\n\n" OTHER, "\n\n"), NOTE_NONE);
	assert_int_equal(says("a\n\nb\n\n" OTHER, "a\n\nb\n"), NOTE_NONE);
	assert_int_equal(says("a\n\n" GOOD "\n" OTHER, "a\n\n" GOOD),
	    NOTE_NONE);
	assert_int_equal(says("a\n" GOOD "\n" OTHER, "a\n" GOOD), NOTE_NONE);
}

static void malformed_notes(void **state)
{
	static const struct {
		const char *data, *reason;
	} bad[] = {
		{ "", "is empty" },
		{ "\n", "no signature follows" },
		{ "\n\n", "no signature follows" },
		{ TEXT, "no signature follows" },
		{ TEXT GOOD, "no signature follows" },
		{ "\n" GOOD, "no signature follows" },
		{ TEXT "\n" GOOD "\n", "no signature follows" },
		{ TEXT "\n" DASH NAME " " SIG, "does not end in LF" },
		{ TEXT "\r\n" GOOD, "line 2 has a control" },
		{ "a\tb\n\n" GOOD, "line 1 has a control" },
		{ TEXT "\n" DASH NAME " " SIG "\r\n", "line 3 has a control" },
		{ "\xff\n\n" GOOD, "line 1 is not UTF-8" },
		{ TEXT "\n" GOOD DASH "\xc3 AAAAAAA=\n", "line 4 is not" },
		{ TEXT "\n" GOOD "more\n", "line 2 after" },
		{ TEXT "\n- " NAME " " SIG "\n", "line 1 after" },
		{ TEXT "\n\xe2\x80\x94" NAME " " SIG "\n", "line 1 after" },
		{ TEXT "\n" DASH "\n", "line 1 after" },
		{ TEXT "\n" DASH " \n", "line 1 after" },
		{ TEXT "\n" DASH NAME "\n", "line 1 after" },
		{ TEXT "\n" DASH NAME " \n", "line 1 after" },
		{ TEXT "\n" DASH " " SIG "\n", "line 1 after" },
		{ TEXT "\n" DASH NAME "  " SIG "\n", "line 1 after" },
		{ TEXT "\n" DASH NAME " " SIG " \n", "line 1 after" },
		{ TEXT "\n" DASH "a+b AAAAAAA=\n", "line 1 after" },
		{ TEXT "\n" DASH "a\xc2\xa0""b AAAAAAA=\n", "line 1 after" },
		/* An ID alone, no padding, spare bits, URL's alphabet */
		{ TEXT "\n" DASH "other AAAAAA==\n", "line 1 after" },
		{ TEXT "\n" DASH "other AAAAAAA\n", "line 1 after" },
		{ TEXT "\n" DASH "other AAAAAAB=\n", "line 1 after" },
		{ TEXT "\n" DASH "other AAAA_AA=\n", "line 1 after" },
		{ TEXT "\n" DASH "other AAAAA===\n", "line 1 after" },
		{ TEXT "\n" DASH "other AAA=AAAA\n", "line 1 after" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < LEN(bad); i++)
		malformed(bad[i].data, strlen(bad[i].data), bad[i].reason);
	malformed("a\0b\n\n" OTHER, 5 + strlen(OTHER), "control");
	malformed(TEXT "\n" DASH "other AAA\0AAA=\n",
	    strlen(TEXT "\n" DASH "other AAAxAAA=\n"), "control");
}

static void limits(void **state)
{
	char *data = malloc((size_t)NOTE_MAX + 1);
	struct note note;
	size_t len, i;

	(void)state;
	assert_non_null(data);
	len = (size_t)sprintf(data, TEXT "\n");
	for (i = 0; i < NOTE_SIGNATURES; i++)
		len += (size_t)sprintf(data + len, OTHER);
	assert_int_equal(note_parse(data, len, &note, &why), 0);
	len += (size_t)sprintf(data + len, OTHER);
	malformed(data, len, "more than 100");

	memset(data, 'x', (size_t)NOTE_MAX + 1);
	len = strlen("\n\n" OTHER);
	memcpy(data + NOTE_MAX - len, "\n\n" OTHER, len);
	assert_int_equal(note_parse(data, NOTE_MAX, &note, &why), 0);
	assert_int_equal(note.len, NOTE_MAX - len + 1);
	memcpy(data + NOTE_MAX - len, "x\n\n" OTHER, len + 1);
	malformed(data, (size_t)NOTE_MAX + 1, "longer than");
	free(data);
}

static void verifier_keys(void **state)
{
	static const struct {
		const char *vkey, *reason;
	} bad[] = {
		{ "", "NAME+ID+KEY" },
		{ NAME, "NAME+ID+KEY" },
		{ NAME "+530d903a", "NAME+ID+KEY" },
		{ NAME "+530d903+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		  "NAME+ID+KEY" },
		{ NAME "+530d903g+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		  "NAME+ID+KEY" },
		{ NAME "+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		  "another ID" },
		{ "Example.com/foo+530d903a+"
		  "AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		  "another ID" },
		{ NAME "+530d903a+BekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		  "type 0x05" },
		{ NAME "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U0=",
		  "33 bytes" },
		{ VKEY "\n", "33 bytes" },
		{ VKEY "AAAA", "33 bytes" },
		{ "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		  "key name" },
		{ "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		  "key name" },
	};
	struct note_key key;
	size_t i;

	(void)state;
	assert_int_equal(note_key_parse(VKEY, &key, &why), 0);
	assert_int_equal(key.name_len, strlen(NAME));
	assert_memory_equal(key.id, "\x53\x0d\x90\x3a", NOTE_ID);
	for (i = 0; i < LEN(bad); i++) {
		assert_int_equal(note_key_parse(bad[i].vkey, &key, &why), -1);
		if (!strstr(why.text, bad[i].reason))
			fail_msg("%s: %s", bad[i].vkey, why.text);
	}
}

static void names(void **state)
{
	static const char *const good[] = { "a", "example.com/\xc3\xa9", "-",
		"\xe2\x80\x94", "\xe2\x80\x8b", "\xf0\x9f\x90\x9d", "=" };
	/* All of Unicode's White_Space, and what is no UTF-8. */
	static const char *const bad[] = { "", " ", "a ", "\t", "\n", "\v",
		"\f", "\r", "\x1f", "\x7f", "+", "a+b", "\xc2\x85", "\xc2\xa0",
		"\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x8a", "\xe2\x80\xa8",
		"\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80",
		"\x80", "\xc0\xaf", "\xc3", "\xed\xa0\x80", "\xff" };
	static const unsigned char key[NOTE_KEY];
	struct note_key k;
	size_t i;

	(void)state;
	for (i = 0; i < LEN(good); i++)
		assert_int_equal(note_key_make(good[i], strlen(good[i]), key,
		    &k, &why), 0);
	for (i = 0; i < LEN(bad); i++)
		if (!note_key_make(bad[i], strlen(bad[i]), key, &k, &why))
			fail_msg("bad name %zu", i);
}

/* All texts of three bytes, then the ends of those of four. */
static void utf8(void **state)
{
	char s[4] = { 0 };
	const char *p;
	long count = 0;
	int32_t c;
	size_t i;

	(void)state;
	for (i = 0; i < 1 << 24; i++) {
		s[0] = (char)(i >> 16);
		s[1] = (char)(i >> 8);
		s[2] = (char)i;
		p = s;
		c = utf8_next(&p, s + 3);
		if (c < 0)
			assert_ptr_equal(p, s);
		else if (p == s + 3)
			count++;
	}
	assert_int_equal(count, 0x10000 - 0x800 - 0x800);
	p = "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf";
	assert_int_equal(utf8_next(&p, p + 8), 0x10000);
	assert_int_equal(utf8_next(&p, p + 4), 0x10ffff);
	p = "\xf0\x8f\xbf\xbf";
	assert_int_equal(utf8_next(&p, p + 4), -1);
	p = "\xf4\x90\x80\x80";
	assert_int_equal(utf8_next(&p, p + 4), -1);
	assert_int_equal(utf8_next(&p, p), -1);
	p = "\xc3\xa9"; /* what is behind the end does not count */
	assert_int_equal(utf8_next(&p, p + 1), -1);
}

/* Both ways, and what is refused. */
static void base64(void **state)
{
	static const char *const bad[] = { "A", "AA", "AAA", "A===", "====",
		"AA=A", "AAAA=", "AA==AAAA", "AA\n=", "AAA\n", "AB==", "AAB=",
		"AA-_", " AAA" };
	unsigned char in[300], out[300];
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(in); i++)
		in[i] = (unsigned char)(i * 151 + 7);
	for (i = 0; i < sizeof(in); i++) {
		char *s = base64_encode(in, i);

		n = base64_decode_into(s, strlen(s), out, sizeof(out));
		assert_int_equal(n, i);
		assert_memory_equal(in, out, n);
		memset(out, 0xaa, sizeof(out));
		n = base64_decode_into(s, strlen(s), out, 5);
		assert_int_equal(n, i);
		assert_memory_equal(in, out, i < 5 ? i : 5);
		assert_int_equal(out[5], 0xaa);
		free(s);
	}
	for (i = 0; i < LEN(bad); i++)
		if (base64_decode_into(bad[i], strlen(bad[i]), out,
		    sizeof(out)) != BASE64_BAD)
			fail_msg("%s", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_note),
		cmocka_unit_test(wrong_signatures),
		cmocka_unit_test(every_bit),
		cmocka_unit_test(the_last_empty_line),
		cmocka_unit_test(malformed_notes),
		cmocka_unit_test(limits),
		cmocka_unit_test(verifier_keys),
		cmocka_unit_test(names),
		cmocka_unit_test(utf8),
		cmocka_unit_test(base64),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
