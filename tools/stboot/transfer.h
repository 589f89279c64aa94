/* SPDX-License-Identifier: BSD-2-Clause */
/* One file by HTTP or HTTPS, with libcurl, in as many answers as it takes. */
#ifndef MAYFLY_STBOOT_TRANSFER_H
#define MAYFLY_STBOOT_TRANSFER_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../st/why.h"
#include "fetch_same.h"

/* Takes the next n bytes. Returns 0, or -1: it cannot, give up. */
typedef int transfer_sink(void *arg, const void *data, size_t n);

struct transfer {
	/* Set by the caller before transfer_run(). */
	uint64_t limit;	 /* bytes; more is refused, before it is downloaded */
	transfer_sink *sink;
	void *arg;
	bool resume; /* take a broken one up with Range; else start anew */

	char *url; /* where redirects led; owned */

	/* transfer.c's own. */
	CURL *curl;
	bool tls; /* there are roots */
	int64_t deadline;
	struct partial partial;
	struct answer answer;
	struct why refused; /* by our own rules; text[0] == 0: not */
	uint64_t skip, before;
	bool body;
	char error[CURL_ERROR_SIZE];
};

/* Returns 0, or -1 if out of memory. transfer_free() is due in any case. */
int transfer_init(struct transfer *t, const char *tls_roots, int64_t deadline);
void transfer_free(struct transfer *t);

/*
 * Get the file. Returns an exit status (fetch.h) and unless 0 the reason,
 * which names the URL without its secrets.
 */
int transfer_run(struct transfer *t, const char *url, struct why *why);

#endif
