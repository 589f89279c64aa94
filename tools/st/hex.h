/* SPDX-License-Identifier: BSD-2-Clause */
/* Hexadecimal digits. */
#ifndef MAYFLY_ST_HEX_H
#define MAYFLY_ST_HEX_H

#include <stddef.h>

/*
 * Decode len digits of either case into size bytes. Returns 0, or -1 if there
 * are not exactly 2 * size of them; out is then undefined.
 */
int hex_decode(const char *digits, size_t len, unsigned char *out, size_t size);

/* Encode size bytes as 2 * size lower-case digits and a NUL. */
void hex_encode(const unsigned char *data, size_t size, char *out);

#endif
