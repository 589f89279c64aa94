/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON objects from outside, read strictly. */
#ifndef MAYFLY_ST_JSON_H
#define MAYFLY_ST_JSON_H

#include <jansson.h>
#include <stddef.h>

#include "why.h"

#define ST_JSON_BOM "\xef\xbb\xbf" /* UTF-8's byte order mark */

/*
 * Parse data as one JSON object. Refused: anything but an object, a key twice
 * (readers disagree on which one counts), a NUL in a string, bytes that are
 * not UTF-8, a byte order mark, anything but blanks after it, more than 2048
 * levels. The caller bounds len.
 * Returns a new reference, or NULL with the reason, which quotes nothing of
 * data: host configurations hold passwords.
 */
json_t *st_json_load(const void *data, size_t len, struct why *why);

/* The value of a key; NULL if it is missing or null, which is the same. */
json_t *st_json_get(const json_t *object, const char *key);

/*
 * The string at key, valid as long as object, or NULL in *out if there is
 * none. Returns -1 if it is something other than a string.
 */
int st_json_string(const json_t *object, const char *key, const char **out,
    struct why *why);

/* The array at key, borrowed, or NULL in *out; -1 if it is something else. */
int st_json_array(const json_t *object, const char *key, json_t **out,
    struct why *why);

/*
 * The integer at key. Returns -1 if it is missing, null, has a fraction or an
 * exponent, or is something else.
 */
int st_json_integer(const json_t *object, const char *key, json_int_t *out,
    struct why *why);

#endif
