/* SPDX-License-Identifier: BSD-2-Clause */
/* Dates on the command line, in messages and in certificates. */
#ifndef STMGR_WHEN_H
#define STMGR_WHEN_H

#include <openssl/x509.h>
#include <time.h>

enum { WHEN_TEXT = 40 }; /* bytes of a date as text */

/*
 * Parse an RFC 3339 date as Go does: 2026-11-23T10:00:00Z, or +01:00 for Z;
 * a fraction of a second is cut off. Returns 0, or -1: it is none.
 */
int when_parse(const char *s, time_t *out);

/* The date in that form, in UTC; returns out. */
const char *when_text(time_t t, char out[WHEN_TEXT]);

/* Until when a certificate is valid. Returns 0, or -1: it does not say. */
int when_cert_end(const X509 *cert, time_t *out);

#endif
