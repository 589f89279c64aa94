/* SPDX-License-Identifier: BSD-2-Clause */
/* Base64 as Go's encoding/json has it for byte strings, or strictly. */
#ifndef MAYFLY_ST_BASE64_H
#define MAYFLY_ST_BASE64_H

#include <stddef.h>
#include <stdint.h>

/*
 * Decode text: RFC 4648 standard alphabet, padded; CR and LF are passed over.
 * The bits that the last digit has too many are ignored, as Go does.
 * Returns bytes to free() (never NULL for none) and sets *len, or NULL: not
 * base64, or no memory.
 */
unsigned char *base64_decode(const char *text, size_t *len);

#define BASE64_BAD SIZE_MAX

/*
 * Decode len characters that have one spelling only: padded, nothing passed
 * over, no bits that the last digit has too many. The first size bytes go to
 * out; all are checked and counted. Returns their number, or BASE64_BAD, and
 * what is in out is then undefined.
 */
size_t base64_decode_into(const char *text, size_t len, unsigned char *out,
    size_t size);

/* Encode len bytes. Returns a string to free(), or NULL: no memory. */
char *base64_encode(const void *data, size_t len);

#endif
