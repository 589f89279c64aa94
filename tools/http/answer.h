/* SPDX-License-Identifier: BSD-2-Clause */
/* What a server says of a file before it sends it. */
#ifndef MAYFLY_HTTP_ANSWER_H
#define MAYFLY_HTTP_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

enum { FETCH_HEADER_MAX = 128 };

/* What the header of an answer says; a text that is absent or too long is "". */
struct answer {
	long code;		    /* HTTP status */
	bool has_length;	    /* of the body */
	uint64_t length;
	char etag[FETCH_HEADER_MAX];
	char modified[FETCH_HEADER_MAX]; /* Last-Modified */
	char range[FETCH_HEADER_MAX];	 /* Content-Range */
};

#endif
