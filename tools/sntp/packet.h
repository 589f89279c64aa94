/* SPDX-License-Identifier: BSD-2-Clause */
/* A question to an NTP server, and its answer (RFC 4330; RFC 5905 section 14). */
#ifndef MAYFLY_SNTP_PACKET_H
#define MAYFLY_SNTP_PACKET_H

#include <stddef.h>
#include <stdint.h>

#include "../st/why.h"

enum {
	PACKET_SIZE = 48, /* bytes; an answer may have more, which are ignored */
	PACKET_NONCE = 8,
};

/*
 * Make a question. In the place of our time, which is nobody's business, is the
 * nonce: an answer has to repeat it, so who does not see the question cannot forge one.
 */
void packet_ask(unsigned char out[PACKET_SIZE],
    const unsigned char nonce[PACKET_NONCE]);

/* When it was asked and when the answer came, by our clock, in ns since 1970. */
struct packet_times {
	int64_t sent, came;
};

/*
 * Read an answer of len bytes. Its times are of the 136 years from pivot on, seconds
 * since 1970, as the era is not in it. Returns 0 with how many nanoseconds our clock
 * is behind in *offset, right to within half of came - sent; or -1 with the
 * reason, which continues "SERVER: ".
 */
int packet_read(const unsigned char *p, size_t len,
    const unsigned char nonce[PACKET_NONCE], const struct packet_times *t,
    int64_t pivot, int64_t *offset, struct why *why);

#endif
