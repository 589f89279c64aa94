/* SPDX-License-Identifier: BSD-2-Clause */
#include "mac.h"

#include <stdio.h>
#include <string.h>

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Six bytes with a separator after each group of that many. */
static bool parse(const char *s, char separator, int group,
    unsigned char mac[MAC_BYTES])
{
	int i;

	for (i = 0; i < MAC_BYTES; i++) {
		int high, low;

		if (i > 0 && i % group == 0 && *s++ != separator)
			return false;
		high = digit(s[0]);
		low = high < 0 ? -1 : digit(s[1]);
		if (low < 0)
			return false;
		mac[i] = (unsigned char)(high << 4 | low);
		s += 2;
	}
	return *s == '\0';
}

bool mac_parse(const char *text, unsigned char mac[MAC_BYTES])
{
	static const unsigned char zero[MAC_BYTES];

	if (!parse(text, ':', 1, mac) && !parse(text, '-', 1, mac) &&
	    !parse(text, '.', 2, mac))
		return false;
	return memcmp(mac, zero, MAC_BYTES) != 0 && !(mac[0] & 1);
}

const char *mac_text(const unsigned char mac[MAC_BYTES], char out[MAC_TEXT])
{
	snprintf(out, MAC_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0],
	    mac[1], mac[2], mac[3], mac[4], mac[5]);
	return out;
}
