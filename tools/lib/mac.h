/* SPDX-License-Identifier: BSD-2-Clause */
/* Ethernet addresses in text. */
#ifndef MAYFLY_MAC_H
#define MAYFLY_MAC_H

#include <stdbool.h>

enum { MAC_BYTES = 6, MAC_TEXT = 18 }; /* the latter with its NUL */

/*
 * Parse an Ethernet address: 52:54:00:12:34:56, the same with '-', or
 * 5254.0012.3456, in either case. No other length: the 8 bytes of an EUI-64
 * and the 20 of InfiniBand, which upstream reads, name no Ethernet card and
 * would never match one. Neither does zero or a group address.
 */
bool mac_parse(const char *text, unsigned char mac[MAC_BYTES]);

/* Write it with lower-case digits and colons; returns out. */
const char *mac_text(const unsigned char mac[MAC_BYTES], char out[MAC_TEXT]);

#endif
