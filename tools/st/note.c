/* SPDX-License-Identifier: BSD-2-Clause */
#include "note.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base64.h"
#include "hex.h"
#include "note_crypto.h"
#include "utf8.h"

enum { BLOB = NOTE_ID + NOTE_SIGNATURE };

/* A signature line. */
struct line {
	const char *name;
	size_t name_len;
	unsigned char blob[BLOB]; /* its first bytes */
	size_t len;		  /* of the whole blob, which may be longer */
};

/* What Unicode calls White_Space, beyond ASCII. */
static bool is_space(int32_t c)
{
	return c == 0x85 || c == 0xa0 || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
	    c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool is_name(const char *s, size_t len)
{
	const char *end = s + len;

	if (len == 0)
		return false;
	while (s < end) {
		int32_t c = utf8_next(&s, end);

		if (c <= ' ' || c == 0x7f || c == '+' || is_space(c))
			return false;
	}
	return true;
}

int note_key_make(const char *name, size_t len,
    const unsigned char key[NOTE_KEY], struct note_key *out, struct why *why)
{
	if (!is_name(name, len)) {
		why_set(why, "is no key name: it has to be UTF-8, without "
			     "spaces, control characters and plus signs");
		return -1;
	}
	out->name = name;
	out->name_len = len;
	memcpy(out->key, key, NOTE_KEY);
	if (!note_key_id(out, out->id))
		return 0;
	why_set(why, "SHA-256 cannot be computed");
	return -1;
}

int note_key_parse(const char *vkey, struct note_key *out, struct why *why)
{
	unsigned char id[NOTE_ID], key[1 + NOTE_KEY];
	const char *digits = strchr(vkey, '+');
	const char *base64 = digits ? strchr(digits + 1, '+') : NULL;

	if (!base64 ||
	    hex_decode(digits + 1, (size_t)(base64 - digits - 1), id,
	    sizeof(id))) {
		why_set(why, "is no verifier key NAME+ID+KEY");
		return -1;
	}
	base64++;
	if (base64_decode_into(base64, strlen(base64), key, sizeof(key)) !=
	    sizeof(key)) {
		why_set(why, "is no verifier key: after the ID there is not "
			     "the base64 of 33 bytes");
		return -1;
	}
	if (key[0] != NOTE_ED25519) {
		why_set(why, "is a key of type 0x%02x: only Ed25519 (0x01) is "
			     "known", key[0]);
		return -1;
	}
	if (note_key_make(vkey, (size_t)(digits - vkey), key + 1, out, why))
		return -1;
	if (!memcmp(out->id, id, sizeof(id)))
		return 0;
	why_set(why, "has another ID than its name and key make: it is "
		     "mistyped");
	return -1;
}

/* UTF-8, and no control characters but LF? */
static int check_characters(const char *s, size_t len, struct why *why)
{
	const char *end = s + len;
	unsigned long line = 1;

	while (s < end) {
		int32_t c;

		/* Most is plain ASCII, and a list of peers is long. */
		while (s < end && (signed char)*s >= ' ')
			s++;
		if (s == end)
			break;
		c = utf8_next(&s, end);
		if (c < 0) {
			why_set(why, "line %lu is not UTF-8", line);
			return -1;
		}
		if (c < ' ' && c != '\n') {
			why_set(why, "line %lu has a control character", line);
			return -1;
		}
		line += c == '\n';
	}
	return 0;
}

int note_text_check(const char *text, size_t len, struct why *why)
{
	if (len == 0) {
		why_set(why, "is empty");
		return -1;
	}
	if (text[len - 1] != '\n') {
		why_set(why, "does not end in LF");
		return -1;
	}
	return check_characters(text, len, why);
}

/* Behind the last empty line that has a line before it, or NULL. */
static const char *find_lines(const char *data, size_t len)
{
	for (; len > 1; len--)
		if (data[len - 1] == '\n' && data[len - 2] == '\n')
			return data + len;
	return NULL;
}

/* Take the line at *next, of which LF is sure. */
static int take_line(const char **next, const char *end, struct line *out)
{
	static const char dash[] = NOTE_DASH;
	const size_t dash_len = sizeof(dash) - 1;
	const char *s = *next, *lf = memchr(s, '\n', (size_t)(end - s));
	const char *blank;

	*next = lf + 1;
	if ((size_t)(lf - s) < dash_len || memcmp(s, dash, dash_len))
		return -1;
	s += dash_len;
	blank = memchr(s, ' ', (size_t)(lf - s));
	if (!blank || !is_name(s, (size_t)(blank - s)))
		return -1;
	out->name = s;
	out->name_len = (size_t)(blank - s);
	out->len = base64_decode_into(blank + 1, (size_t)(lf - blank - 1),
	    out->blob, sizeof(out->blob));
	return out->len != BASE64_BAD && out->len > NOTE_ID ? 0 : -1;
}

static int check_lines(const struct note *note, struct why *why)
{
	const char *next = note->lines, *end = next + note->lines_len;
	struct line line;
	int n;

	for (n = 0; next < end; n++) {
		if (n == NOTE_SIGNATURES) {
			why_set(why, "is no signed note: it has more than %d "
				     "signatures", n);
			return -1;
		}
		if (take_line(&next, end, &line)) {
			why_set(why, "is no signed note: line %d after the "
				     "last empty one is no signature", n + 1);
			return -1;
		}
	}
	return 0;
}

int note_parse(const char *data, size_t len, struct note *out,
    struct why *why)
{
	const char *lines;

	if (len > NOTE_MAX) {
		why_set(why, "is longer than %d bytes", NOTE_MAX);
		return -1;
	}
	if (note_text_check(data, len, why))
		return -1;
	lines = find_lines(data, len);
	if (!lines || lines == data + len) {
		why_set(why, "is no signed note: no signature follows an "
			     "empty line");
		return -1;
	}
	out->text = data;
	out->len = (size_t)(lines - data) - 1;
	out->lines = lines;
	out->lines_len = len - (size_t)(lines - data);
	return check_lines(out, why);
}

static bool is_of(const struct line *l, const struct note_key *k)
{
	return l->name_len == k->name_len &&
	    !memcmp(l->name, k->name, l->name_len) &&
	    !memcmp(l->blob, k->id, NOTE_ID);
}

enum note_result note_verify(const struct note *note,
    const struct note_key *key, struct why *why)
{
	const char *next = note->lines, *end = next + note->lines_len;
	enum note_result r = NOTE_NONE;
	struct line line;

	while (next < end) {
		if (take_line(&next, end, &line) || !is_of(&line, key))
			continue;
		if (line.len != BLOB || !note_ed25519_good(key->key,
		    line.blob + NOTE_ID, note->text, note->len)) {
			why_set(why, "has a wrong signature of %.*s",
			    (int)key->name_len, key->name);
			return NOTE_BAD;
		}
		r = NOTE_GOOD;
	}
	if (r == NOTE_NONE)
		why_set(why, "has no signature of %.*s with that key",
		    (int)key->name_len, key->name);
	return r;
}
