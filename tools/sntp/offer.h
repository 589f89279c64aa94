/* SPDX-License-Identifier: BSD-2-Clause */
/* What sntp tells init over its standard input: one packet for each result. */
#ifndef MAYFLY_SNTP_OFFER_H
#define MAYFLY_SNTP_OFFER_H

#include <stdint.h>

struct sntp_offer {
	int64_t offset; /* ns that the clock is behind */
	uint32_t agree, asked; /* servers */
};

#endif
