/* SPDX-License-Identifier: GPL-2.0-only */
#include "json.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of the UTF-8 character at s, or 0 if it is none. */
static size_t utf8_length(const unsigned char *s)
{
	size_t n;
	unsigned int c;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	c = s[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3fu);
	}
	/* Overlong forms, surrogates, beyond the last code point. */
	if ((n == 3 && c < 0x800) || (n == 4 && c < 0x10000) ||
	    (c >= 0xd800 && c < 0xe000) || c > 0x10ffff)
		return 0;
	return n;
}

static void print_string(FILE *f, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	putc('"', f);
	while (*s != '\0') {
		size_t n = utf8_length(s);

		if (n == 0) {
			fputs("\\ufffd", f);
			n = 1;
		} else if (*s == '"' || *s == '\\') {
			fprintf(f, "\\%c", *s);
		} else if (*s == '\n') {
			fputs("\\n", f);
		} else if (*s == '\t') {
			fputs("\\t", f);
		} else if (*s < ' ' || *s == 0x7f) {
			fprintf(f, "\\u%04x", *s);
		} else {
			fwrite(s, 1, n, f);
		}
		s += n;
	}
	putc('"', f);
}

static void indent(struct json *j)
{
	putc('\n', j->f);
	for (unsigned int i = 0; i < j->depth; i++)
		fputs("  ", j->f);
}

/* What comes before a value: comma, line, key. */
static void begin(struct json *j, const char *key)
{
	if (j->depth > 0) {
		if (j->filled[j->depth - 1])
			putc(',', j->f);
		j->filled[j->depth - 1] = true;
		indent(j);
	}
	if (key != NULL) {
		print_string(j->f, key);
		fputs(": ", j->f);
	}
}

static void open_with(struct json *j, const char *key, char open, char close)
{
	if (j->depth == JSON_DEPTH)
		abort();
	begin(j, key);
	putc(open, j->f);
	j->filled[j->depth] = false;
	j->close[j->depth++] = close;
}

void json_object(struct json *j, const char *key)
{
	open_with(j, key, '{', '}');
}

void json_array(struct json *j, const char *key)
{
	open_with(j, key, '[', ']');
}

void json_end(struct json *j)
{
	if (j->depth == 0)
		abort();
	j->depth--;
	if (j->filled[j->depth])
		indent(j);
	putc(j->close[j->depth], j->f);
	if (j->depth == 0)
		putc('\n', j->f);
}

void json_string(struct json *j, const char *key, const char *s)
{
	begin(j, key);
	if (s == NULL)
		fputs("null", j->f);
	else
		print_string(j->f, s);
}

void json_number(struct json *j, const char *key, long n)
{
	begin(j, key);
	fprintf(j->f, "%ld", n);
}

void json_bool(struct json *j, const char *key, bool b)
{
	begin(j, key);
	fputs(b ? "true" : "false", j->f);
}
