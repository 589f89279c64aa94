/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/sntp/packet.c tools/st/why.c
// libs:
/* Answers of NTP servers, with our nonce put in so that more of them is read. */
#include <stdlib.h>
#include <string.h>

#include "../../tools/sntp/packet.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	static const unsigned char nonce[PACKET_NONCE] = "question";
	const int64_t second = INT64_C(1000000000), pivot = 1795392000;
	const struct packet_times t = {pivot * second, (pivot + 1) * second};
	unsigned char *p = malloc(len ? len : 1);
	int64_t offset = 0;
	struct why why;

	if (!p)
		return 0;
	memcpy(p, data, len);
	if (len >= PACKET_SIZE)
		memcpy(p + 24, nonce, sizeof(nonce));
	/* The answer is of the 136 years from pivot on, or one second before. */
	if (!packet_read(p, len, nonce, &t, pivot, &offset, &why) &&
	    (len < PACKET_SIZE || offset < -2 * second ||
		offset > (INT64_C(1) << 32) * second))
		abort();
	free(p);
	return 0;
}
