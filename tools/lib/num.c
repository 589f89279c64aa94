/* SPDX-License-Identifier: BSD-2-Clause */
#include "num.h"

#include <stdlib.h>

int num_decimal(const char *s, uint64_t max, uint64_t *out)
{
	uint64_t n = 0;

	if (s[0] == '\0' || (s[0] == '0' && s[1] != '\0'))
		return -1;
	for (; *s; s++) {
		unsigned int digit;

		if (*s < '0' || *s > '9')
			return -1;
		digit = (unsigned int)(*s - '0');
		if (n > max / 10 || digit > max - n * 10)
			return -1;
		n = n * 10 + digit;
	}
	*out = n;
	return 0;
}

int num_epoch(uint32_t *out, const char **why)
{
	const char *s = getenv("SOURCE_DATE_EPOCH");
	uint64_t n;

	if (!s) {
		*why = "is not set: set it to the time the outputs shall "
		       "carry, in seconds since 1970";
		return -1;
	}
	if (num_decimal(s, UINT32_MAX, &n)) {
		*why = "is not a decimal number below 2^32";
		return -1;
	}
	*out = (uint32_t)n;
	return 0;
}
