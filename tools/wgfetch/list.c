/* SPDX-License-Identifier: BSD-2-Clause */
#include "list.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../http/fetch_get.h"
#include "../st/url.h"
#include "backoff.h"
#include "num.h"

enum { TIME_LIMIT = 10 * 60 * 1000 }; /* of a whole download, in ms */

static const struct fetch_limits limits = FETCH_LIMITS_DEFAULT;

struct download {
	struct list *out;
	uint64_t have; /* the number not to download again; 0: any */
	char etag[FETCH_HEADER_MAX];
	long code;
	bool is_had;
};

uint64_t list_number(const unsigned char *data, size_t len)
{
	static const char word[] = "number ";
	const unsigned char *lf = memchr(data, '\n', len), *s, *end;
	char digits[24];
	uint64_t n;

	if (!lf)
		return 0;
	s = lf + 1;
	len -= (size_t)(s - data);
	end = memchr(s, '\n', len);
	if (!end || (size_t)(end - s) < sizeof(word) ||
	    (size_t)(end - s) >= sizeof(word) + sizeof(digits) - 1 ||
	    memcmp(s, word, sizeof(word) - 1))
		return 0;
	s += sizeof(word) - 1;
	memcpy(digits, s, (size_t)(end - s));
	digits[end - s] = '\0';
	return num_decimal(digits, INT64_MAX, &n) ? 0 : n;
}

static int on_begin(void *arg, const struct answer *a, struct why *why)
{
	struct download *d = arg;

	d->code = a->code;
	strcpy(d->etag, a->etag);
	if (!a->has_length || a->length <= d->out->limit)
		return 0;
	why_set(why, "is larger than a list may be here (%zu bytes)",
		d->out->limit);
	return -1;
}

static int on_data(void *arg, const char *data, size_t len, struct why *why)
{
	struct download *d = arg;
	struct list *out = d->out;

	if (len > out->limit - out->len) {
		why_set(why, "is larger than a list may be here (%zu bytes)",
			out->limit);
		return -1;
	}
	memcpy(out->data + out->len, data, len);
	out->len += len;
	d->is_had = d->have && list_number(out->data, out->len) == d->have;
	return d->is_had ? -1 : 0;
}

static enum get get(CURL *curl, const char *url, const char *roots,
		    const char *etag, struct download *d, long *status,
		    struct why *why)
{
	struct get_request r = {
	    .curl = curl, .agent = "wgfetch/mayfly", .url = url,
	    .roots = roots, .roots_file = SOURCE_CA, .roots_of = "the image",
	    .deadline = boottime_ms() + TIME_LIMIT, .limits = &limits,
	    .if_none_match = etag[0] ? etag : NULL,
	    .begin = on_begin, .data = on_data, .arg = d,
	};
	enum get result;

	d->out->len = 0;
	result = fetch_get(&r, why);
	*status = r.status;
	free(r.final_url);
	return result;
}

static enum source_kind get_full(CURL *curl, const char *url,
				 const char *roots,
				 const struct source_ask *ask,
				 struct known *known, struct list *out,
				 struct why *why)
{
	struct download d = {.out = out, .have = ask->anew ? 0 : ask->have};
	const char *etag = ask->anew || !ask->have ? "" : known->etag;
	enum get result;
	long status;

	result = get(curl, url, roots, etag, &d, &status, why);
	if (result != GET_DONE && !d.is_had)
		return SOURCE_FAILED;
	if (d.code == 304)
		return SOURCE_SAME;
	strcpy(known->etag, d.etag);
	return d.is_had ? SOURCE_SAME : SOURCE_FULL;
}

enum source_kind list_get(const char *url, const char *roots,
			  const struct source_ask *ask, struct known *known,
			  struct list *out, struct why *why)
{
	char delta[URL_ESCAPED(SOURCE_URL_MAX) + 32];
	struct download d = {.out = out};
	CURL *curl;
	long status;

	curl_global_init(CURL_GLOBAL_ALL);
	curl = curl_easy_init();
	if (!curl) {
		why_set(why, "libcurl cannot be set up: out of memory");
		return SOURCE_FAILED;
	}
	if (ask->have && !ask->anew) {
		snprintf(delta, sizeof(delta), "%s.since.%" PRIu64, url,
			 ask->have);
		if (get(curl, delta, roots, "", &d, &status, why) == GET_DONE)
			return SOURCE_DELTA;
		/* That there is none is no failure; that nobody answers is. */
		if (status != 404 && status != 410 && status != 403)
			return SOURCE_FAILED;
	}
	return get_full(curl, url, roots, ask, known, out, why);
}
