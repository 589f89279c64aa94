/* SPDX-License-Identifier: BSD-2-Clause */
/* IP addresses and prefixes in text, parsed strictly; both families. */
#ifndef MAYFLY_ADDR_H
#define MAYFLY_ADDR_H

#include <stdbool.h>
#include <stddef.h>

/* An address: family AF_INET (4 bytes used), AF_INET6 (16) or 0 for "none". */
struct addr {
	int family;
	unsigned char bytes[16];
};

/* An address with a prefix length in bits; host bits may be set. */
struct prefix {
	struct addr addr;
	unsigned int len;
};

/* Enough for any prefix as text, with its NUL. */
enum { PREFIX_TEXT = 64 };

/* Bytes of an address of that family (4 or 16). */
size_t addr_size(int family);

/*
 * Parse a dotted quad or an IPv6 address (no scope, no brackets) that fills
 * the whole string. False: not an address; *out is then undefined.
 */
bool addr_parse(const char *text, struct addr *out);

/*
 * True if a host may own the address: not unspecified, loopback, multicast or
 * broadcast. What the network hands us has to pass this before it is used.
 */
bool addr_is_host(const struct addr *a);

/* True if the address is link local (fe80::/10, 169.254.0.0/16). */
bool addr_is_linklocal(const struct addr *a);

/* True if a lies inside the network of p; false across families. */
bool prefix_contains(const struct prefix *p, const struct addr *a);

/* True if there is an address in both; false across families. */
bool prefix_meets(const struct prefix *a, const struct prefix *b);

/* True if no host bit is set; prefix_mask() clears them. */
bool prefix_is_network(const struct prefix *p);
void prefix_mask(struct prefix *p);

/* Parse ADDRESS/LENGTH; without /LENGTH the prefix is the one address. */
bool prefix_parse(const char *text, struct prefix *out);

/*
 * Parse a netmask for that family: a number of bits, or for IPv4 a contiguous
 * dotted quad. False: neither.
 */
bool netmask_parse(const char *text, int family, unsigned int *len);

/* Write "address/length" to out (PREFIX_TEXT bytes); returns out. */
const char *prefix_text(const struct prefix *p, char *out);

/*
 * Parse a decimal number of at most max, without sign, blanks or leading
 * zeros. False: not such a number.
 */
bool number_parse(const char *text, unsigned long max, unsigned long *out);

#endif
