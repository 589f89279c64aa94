/* SPDX-License-Identifier: BSD-2-Clause */
/* Base64 as Go's encoding/json has it for byte strings. */
#ifndef MAYFLY_ST_BASE64_H
#define MAYFLY_ST_BASE64_H

#include <stddef.h>

/*
 * Decode text: RFC 4648 standard alphabet, padded; CR and LF are passed over.
 * The bits that the last digit has too many are ignored, as Go does.
 * Returns bytes to free() (never NULL for none) and sets *len, or NULL: not
 * base64, or no memory.
 */
unsigned char *base64_decode(const char *text, size_t *len);

/* Encode len bytes. Returns a string to free(), or NULL: no memory. */
char *base64_encode(const void *data, size_t len);

#endif
