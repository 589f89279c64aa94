/* SPDX-License-Identifier: BSD-2-Clause */
/* One list of peers, downloaded. */
#ifndef MAYFLY_WGFETCH_LIST_H
#define MAYFLY_WGFETCH_LIST_H

#include "../http/answer.h"
#include "../st/why.h"
#include "../wg/source.h"

/* What is known of the source from one download to the next. */
struct known {
	char etag[FETCH_HEADER_MAX]; /* of the full list; "": none */
};

struct list {
	unsigned char *data; /* room for limit bytes */
	size_t limit, len;
};

/*
 * Get what answers the ask: first the delta from the list that is there, else
 * the full list, unless it is the one that is there. Returns the answer's kind;
 * SOURCE_FAILED with the reason. One call a process: libcurl and libcrypto keep
 * copies of what came, which go when the process ends.
 */
enum source_kind list_get(const char *url, const char *roots,
			  const struct source_ask *ask, struct known *known,
			  struct list *out, struct why *why);

/*
 * The number in the first lines of a list, which nobody has verified: good for
 * not downloading the rest. 0: not (yet) to be seen.
 */
uint64_t list_number(const unsigned char *data, size_t len);

#endif
