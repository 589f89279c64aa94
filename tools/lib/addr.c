/* SPDX-License-Identifier: BSD-2-Clause */
#include "addr.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

size_t addr_size(int family)
{
	return family == AF_INET ? 4 : 16;
}

bool addr_parse(const char *text, struct addr *out)
{
	memset(out, 0, sizeof(*out));
	out->family = strchr(text, ':') ? AF_INET6 : AF_INET;
	return inet_pton(out->family, text, out->bytes) == 1;
}

bool addr_is_host(const struct addr *a)
{
	static const unsigned char loopback6[16] = {[15] = 1};
	static const unsigned char none[16];
	const unsigned char *b = a->bytes;

	if (a->family == AF_INET)
		return b[0] != 0 && b[0] != 127 && b[0] < 224;
	return b[0] != 0xff && memcmp(b, none, 16) && memcmp(b, loopback6, 16);
}

bool addr_is_linklocal(const struct addr *a)
{
	if (a->family == AF_INET)
		return a->bytes[0] == 169 && a->bytes[1] == 254;
	return a->family == AF_INET6 && a->bytes[0] == 0xfe &&
	       (a->bytes[1] & 0xc0) == 0x80;
}

bool prefix_contains(const struct prefix *p, const struct addr *a)
{
	size_t whole = p->len / 8;
	unsigned int rest = p->len % 8;
	unsigned char mask = (unsigned char)(0xff00 >> rest);

	if (p->addr.family != a->family)
		return false;
	if (memcmp(p->addr.bytes, a->bytes, whole))
		return false;
	return !rest || !((p->addr.bytes[whole] ^ a->bytes[whole]) & mask);
}

bool prefix_meets(const struct prefix *a, const struct prefix *b)
{
	return prefix_contains(a->len < b->len ? a : b,
			       a->len < b->len ? &b->addr : &a->addr);
}

bool prefix_is_network(const struct prefix *p)
{
	size_t bits = addr_size(p->addr.family) * 8;

	for (size_t i = p->len; i < bits; i++)
		if (p->addr.bytes[i / 8] & (0x80 >> i % 8))
			return false;
	return true;
}

void prefix_mask(struct prefix *p)
{
	size_t bits = addr_size(p->addr.family) * 8;

	for (size_t i = p->len; i < bits; i++)
		p->addr.bytes[i / 8] &= (unsigned char)~(0x80 >> i % 8);
}

bool number_parse(const char *text, unsigned long max, unsigned long *out)
{
	unsigned long n = 0;

	if (!*text || (text[0] == '0' && text[1]))
		return false;
	for (; *text; text++) {
		unsigned long digit = (unsigned long)*text - '0';

		if (*text < '0' || *text > '9')
			return false;
		if (digit > max || n > (max - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*out = n;
	return true;
}

bool netmask_parse(const char *text, int family, unsigned int *len)
{
	unsigned long bits;
	struct addr mask;
	unsigned int n = 0;

	if (number_parse(text, addr_size(family) * 8, &bits)) {
		*len = (unsigned int)bits;
		return true;
	}
	if (family != AF_INET || !addr_parse(text, &mask) ||
	    mask.family != AF_INET)
		return false;
	while (n < 32 && (mask.bytes[n / 8] & (0x80 >> n % 8)))
		n++;
	*len = n;
	/* Anything set behind the first hole is not a netmask. */
	for (; n < 32; n++)
		if (mask.bytes[n / 8] & (0x80 >> n % 8))
			return false;
	return true;
}

bool prefix_parse(const char *text, struct prefix *out)
{
	const char *slash = strchr(text, '/');
	char copy[INET6_ADDRSTRLEN];
	unsigned long len;
	size_t n = slash ? (size_t)(slash - text) : strlen(text);

	if (n >= sizeof(copy))
		return false;
	memcpy(copy, text, n);
	copy[n] = '\0';
	if (!addr_parse(copy, &out->addr))
		return false;
	len = addr_size(out->addr.family) * 8;
	if (slash && !number_parse(slash + 1, len, &len))
		return false;
	out->len = (unsigned int)len;
	return true;
}

const char *prefix_text(const struct prefix *p, char *out)
{
	char a[INET6_ADDRSTRLEN];

	if (!inet_ntop(p->addr.family, p->addr.bytes, a, sizeof(a)))
		strcpy(a, "none");
	snprintf(out, PREFIX_TEXT, "%s/%u", a, p->len);
	return out;
}
