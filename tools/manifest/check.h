/* SPDX-License-Identifier: BSD-2-Clause */
/* What the fields of the tables may hold. */
#ifndef MANIFEST_CHECK_H
#define MANIFEST_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* Exactly n lower-case hexadecimal digits? */
bool is_hex(const char *s, size_t n);

/* A name of a step, package or file: letters, digits and "._+-", not first "-"? */
bool is_name(const char *s);

/* One or more printable ASCII characters, no blank? */
bool is_word(const char *s);

/*
 * An SPDX licence expression (SPDX 2.3, annex D)? The syntax is checked, not
 * that the licences exist.
 */
bool is_license(const char *s);

#endif
