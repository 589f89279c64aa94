/* SPDX-License-Identifier: BSD-2-Clause */
#include "base64.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789+/";

/* The next character that counts, or NUL; moves *s behind it. */
static char next(const char **s)
{
	while (**s == '\r' || **s == '\n')
		(*s)++;
	return **s ? *(*s)++ : '\0';
}

unsigned char *base64_decode(const char *text, size_t *len)
{
	unsigned char *out = malloc(strlen(text) / 4 * 3 + 4);
	uint32_t bits = 0;
	unsigned int have = 0, pad = 0;
	size_t n = 0;
	char c;

	if (!out)
		return NULL;
	while ((c = next(&text))) {
		const char *digit = strchr(digits, c);

		if (c == '=')
			pad++;
		else if (!digit || pad > 0)
			goto bad;
		bits = bits << 6 | (c == '=' ? 0 : (uint32_t)(digit - digits));
		if (++have < 4)
			continue;
		if (pad > 2)
			goto bad;
		out[n++] = (unsigned char)(bits >> 16);
		if (pad < 2)
			out[n++] = (unsigned char)(bits >> 8);
		if (pad < 1)
			out[n++] = (unsigned char)bits;
		have = 0;
		bits = 0;
		if (pad > 0)
			break;
	}
	if (have > 0 || next(&text))
		goto bad;
	*len = n;
	return out;
bad:
	free(out);
	return NULL;
}

/* The values of '+' to 'z'. A list of peers has millions of digits. */
static const signed char values[] = {
	62, -1, -1, -1, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, -1,
	-1, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
	10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
	-1, -1, -1, -1, -1, -1, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
	36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51,
};

/* The value of a digit, or -1. */
static int value(char c)
{
	return c >= '+' && c <= 'z' ? values[c - '+'] : -1;
}

size_t base64_decode_into(const char *text, size_t len, unsigned char *out,
    size_t size)
{
	size_t pad = 0, n = 0, i;
	uint32_t bits = 0;

	if (len % 4 != 0)
		return BASE64_BAD;
	while (pad < 2 && pad < len && text[len - 1 - pad] == '=')
		pad++;
	for (i = 0; i < len - pad; i++) {
		int v = value(text[i]);

		if (v < 0)
			return BASE64_BAD;
		/* Each digit but the first of four completes a byte. */
		bits = bits << 6 | (uint32_t)v;
		if (i % 4 == 0)
			continue;
		if (n < size)
			out[n] = (unsigned char)(bits >> (6 - i % 4 * 2));
		n++;
	}
	if (pad > 0 && bits & (pad == 1 ? 3 : 15))
		return BASE64_BAD;
	return n;
}

char *base64_encode(const void *data, size_t len)
{
	const unsigned char *in = data;
	char *out, *o;
	size_t i;

	if (len > SIZE_MAX / 2)
		return NULL;
	o = out = malloc((len + 2) / 3 * 4 + 1);
	if (!out)
		return NULL;
	for (i = 0; i < len; i += 3) {
		size_t left = len - i;
		uint32_t bits = (uint32_t)in[i] << 16;

		if (left > 1)
			bits |= (uint32_t)in[i + 1] << 8;
		if (left > 2)
			bits |= in[i + 2];
		*o++ = digits[bits >> 18];
		*o++ = digits[bits >> 12 & 63];
		*o++ = left > 1 ? digits[bits >> 6 & 63] : '=';
		*o++ = left > 2 ? digits[bits & 63] : '=';
	}
	*o = '\0';
	return out;
}
