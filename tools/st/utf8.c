/* SPDX-License-Identifier: BSD-2-Clause */
#include "utf8.h"

#include <stddef.h>

/* Bytes that follow this first one, or -1 if it is not a first one. */
static int following(unsigned char first)
{
	if (first < 0x80)
		return 0;
	if (first >= 0xc2 && first < 0xe0)
		return 1;
	if (first >= 0xe0 && first < 0xf0)
		return 2;
	return first >= 0xf0 && first < 0xf5 ? 3 : -1;
}

int32_t utf8_next(const char **s, const char *end)
{
	static const unsigned char mask[] = { 0x7f, 0x1f, 0x0f, 0x07 };
	static const int32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)*s;
	int n = *s < end ? following(p[0]) : -1, i;
	int32_t c;

	if (n < 0 || end - *s <= n)
		return -1;
	c = p[0] & mask[n];
	for (i = 1; i <= n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return -1;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return -1;
	*s += n + 1;
	return c;
}
