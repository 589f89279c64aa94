/* SPDX-License-Identifier: BSD-2-Clause */
/* What went wrong with a request: at which stage, and what to do. */
#ifndef MAYFLY_HTTP_FETCH_WHY_H
#define MAYFLY_HTTP_FETCH_WHY_H

#include "fetch_get.h"

/*
 * A transfer to url ended with code, which is not CURLE_OK; detail is libcurl's
 * own text. Returns GET_REFUSED or GET_BROKEN with the reason.
 */
enum get fetch_why_curl(const struct get_request *r, const char *url,
    CURLcode code, const char *detail, struct why *why);

/* The same for an HTTP status that brings no file. */
enum get fetch_why_status(struct get_request *r, const char *url, long status,
    struct why *why);

#endif
