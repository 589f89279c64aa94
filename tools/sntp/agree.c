/* SPDX-License-Identifier: BSD-2-Clause */
#include "agree.h"

#include <stdlib.h>

#define APART INT64_C(2000000000) /* ns */

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* Without an overflow, whatever servers say: high is not below low. */
static bool near(int64_t low, int64_t high)
{
	return (uint64_t)high - (uint64_t)low <= (uint64_t)APART;
}

bool agree(int64_t *offset, size_t n, size_t asked, int64_t *out, size_t *most)
{
	size_t from = 0;

	qsort(offset, n, sizeof(*offset), by_value);
	*most = 0;
	for (size_t i = 0, k = 0; i < n; i++) {
		while (k < n && near(offset[i], offset[k]))
			k++;
		if (k - i > *most) {
			*most = k - i;
			from = i;
		}
	}
	if (*most * 2 <= asked)
		return false;
	*out = offset[from + *most / 2];
	return true;
}
