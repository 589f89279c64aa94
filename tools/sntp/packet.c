/* SPDX-License-Identifier: BSD-2-Clause */
#include "packet.h"

#include <string.h>

/* Where what is in a packet. */
enum {
	STRATUM = 1,
	CODE = 12, /* of a server that refuses */
	ORIGIN = 24,
	RECEIVED = 32,
	SENT = 40,
};

enum {
	VERSION_4_CLIENT = 4 << 3 | 3,
	MODE_SERVER = 4,
	NOT_SET = 3, /* leap indicator */
	STRATUM_MOST = 15,
	SLACK = 100 * 1000 * 1000, /* ns: clocks that tick coarsely */
};

#define SECOND INT64_C(1000000000)
#define FROM_1900 UINT32_C(2208988800) /* seconds to 1970 */

void packet_ask(unsigned char out[PACKET_SIZE],
    const unsigned char nonce[PACKET_NONCE])
{
	memset(out, 0, PACKET_SIZE);
	out[0] = VERSION_4_CLIENT;
	memcpy(out + SENT, nonce, PACKET_NONCE);
}

static uint32_t number(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/* A time stamp in ns since 1970. */
static int64_t stamp(const unsigned char *p, int64_t pivot)
{
	uint32_t since = number(p) - ((uint32_t)pivot + FROM_1900);
	uint64_t part = (uint64_t)number(p + 4) * (uint64_t)SECOND >> 32;

	return (pivot + since) * SECOND + (int64_t)part;
}

/* The four letters of a refusal, as far as they are some. */
static void refused(const unsigned char *p, struct why *why)
{
	char code[5] = "";

	for (int i = 0; i < 4 && p[i] >= 'A' && p[i] <= 'Z'; i++)
		code[i] = (char)p[i];
	why_set(why, "does not serve us (%s)", code[0] ? code : "no reason");
}

int packet_read(const unsigned char *p, size_t len,
    const unsigned char nonce[PACKET_NONCE], const struct packet_times *t,
    int64_t pivot, int64_t *offset, struct why *why)
{
	int64_t received, sent;

	if (len < PACKET_SIZE || (p[0] & 7) != MODE_SERVER ||
	    memcmp(p + ORIGIN, nonce, PACKET_NONCE)) {
		why_set(why, "answers something else than was asked");
		return -1;
	}
	if (p[STRATUM] == 0) {
		refused(p + CODE, why);
		return -1;
	}
	if (p[0] >> 6 == NOT_SET || p[STRATUM] > STRATUM_MOST) {
		why_set(why, "does not know the time itself");
		return -1;
	}
	received = stamp(p + RECEIVED, pivot);
	sent = stamp(p + SENT, pivot);
	if (sent < received || sent - received > t->came - t->sent + SLACK) {
		why_set(why, "has times that do not fit each other");
		return -1;
	}
	/* Halves first: neither sum nor difference of two times overflows so. */
	*offset = (received / 2 - t->sent / 2) + (sent / 2 - t->came / 2);
	return 0;
}
