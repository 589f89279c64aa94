/* SPDX-License-Identifier: BSD-2-Clause */
/* One GET with its redirects, through libcurl. */
#ifndef MAYFLY_HTTP_FETCH_GET_H
#define MAYFLY_HTTP_FETCH_GET_H

#include <curl/curl.h>
#include <stddef.h>

#include "../st/why.h"
#include "answer.h"
#include "limits.h"

/* What came of it; an index for nothing, only names. */
enum get {
	GET_DONE,    /* to the end of the body */
	GET_REFUSED, /* no use in asking again */
	GET_BROKEN,  /* the connection, or the server: ask again, or for the rest */
	GET_BUSY,    /* 429 or 503 that names a time to wait, see retry_after */
};

struct get_request {
	CURL *curl; /* kept between requests, and with it the connection */
	const char *agent;	 /* who asks: User-Agent */
	const char *roots;	 /* PEM of the roots; NULL: no https */
	const char *roots_file, *roots_of; /* "FILE of WHAT", for messages */
	int64_t deadline;	 /* CLOCK_BOOTTIME in ms */
	const struct fetch_limits *limits;
	const char *url;
	uint64_t from;	      /* first byte wanted; 0: all */
	const char *if_range; /* or NULL */
	const char *if_none_match; /* an ETag, or NULL; not with from > 0 */
	/*
	 * The answer is 200, or 206 to a request with from > 0, or 416 to such,
	 * or 304 to one with if_none_match:
	 * called once, before any of the body. Returns 0, or -1 with the reason.
	 */
	int (*begin)(void *arg, const struct answer *a, struct why *why);
	/* Some of the body. Returns 0, or -1 with the reason. */
	int (*data)(void *arg, const char *data, size_t len, struct why *why);
	void *arg;

	long status;	      /* set: the last HTTP status; 0: there was none */
	uint32_t retry_after; /* set for GET_BUSY: seconds, however many */
	char *final_url;      /* set: where redirects led; NULL: nowhere */
};

/*
 * Unless GET_DONE, *why says it all, the URL included. r->final_url of the
 * former call is freed; that of the last one is the caller's to free.
 */
enum get fetch_get(struct get_request *r, struct why *why);

#endif
