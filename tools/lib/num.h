/* SPDX-License-Identifier: BSD-2-Clause */
/* Strict numbers: one spelling for one value, or an error. */
#ifndef MAYFLY_NUM_H
#define MAYFLY_NUM_H

#include <stdint.h>

/*
 * Read s as a decimal number: digits only, no sign, no blank, no leading
 * zero but "0" itself, at most max. Returns 0 and sets *out, or -1 and
 * leaves *out alone.
 */
int num_decimal(const char *s, uint64_t max, uint64_t *out);

/*
 * Read the time all outputs carry from SOURCE_DATE_EPOCH: seconds since
 * 1970, strict decimal, at most 2^32-1 (what a newc header can hold; 2106).
 * Returns 0 and sets *out, or -1 with *why a constant text that continues
 * "SOURCE_DATE_EPOCH ".
 */
int num_epoch(uint32_t *out, const char **why);

#endif
