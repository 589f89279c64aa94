/* SPDX-License-Identifier: BSD-2-Clause */
/* Certificates of TLS servers where the clock is a guess. */
#ifndef MAYFLY_HTTP_FETCH_GUESS_H
#define MAYFLY_HTTP_FETCH_GUESS_H

#include <curl/curl.h>

/*
 * If the clock is a guess (clocknote.h), let this handle take a certificate that is
 * good but for beginning later: its issuer, whom the roots vouch for, says that the
 * time has come. One that has ended is refused all the same. Returns libcurl's
 * status.
 */
CURLcode fetch_guess(CURL *curl);

#endif
