/* SPDX-License-Identifier: BSD-2-Clause */
/* Characters of UTF-8 text from outside. */
#ifndef MAYFLY_ST_UTF8_H
#define MAYFLY_ST_UTF8_H

#include <stdint.h>

/*
 * Take the character at *s and move *s behind it; end is the end of the text.
 * Returns its code point, or -1 and *s stays: no character is left, or the
 * bytes are not UTF-8 (RFC 3629, section 3: in its shortest form, complete, no
 * surrogate, at most U+10FFFF).
 */
int32_t utf8_next(const char **s, const char *end);

#endif
