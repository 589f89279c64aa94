/* SPDX-License-Identifier: BSD-2-Clause */
#include "fetch_get.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "backoff.h"
#include "fetch_guess.h"
#include "fetch_why.h"
#include "urljoin.h"
#include "urlprint.h"

enum {
	REDIRECTS_MAX = 10,
	REDIRECT_BODY_MAX = 1 << 16, /* read over, to keep the connection */
	BUFFER = 512 * 1024,	     /* libcurl's largest; one read, one write */
};

/* One request of the chain, while it runs. */
struct transfer {
	struct get_request *request;
	const char *url;
	struct why *why;
	size_t passed_over; /* of the body of a redirect */
	bool begun, refused;
};

/* A header of the last answer; one that is absent or too long is "". */
static void header(CURL *curl, const char *name, char out[FETCH_HEADER_MAX])
{
	struct curl_header *h;

	out[0] = '\0';
	if (!curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &h) &&
	    strlen(h->value) < FETCH_HEADER_MAX)
		strcpy(out, h->value);
}

static void read_answer(CURL *curl, struct answer *a)
{
	curl_off_t length = -1;

	*a = (struct answer){0};
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &a->code);
	curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	a->has_length = length >= 0;
	a->length = length >= 0 ? (uint64_t)length : 0;
	header(curl, "ETag", a->etag);
	header(curl, "Last-Modified", a->modified);
	header(curl, "Content-Range", a->range);
}

static bool is_redirect(long code)
{
	return code == 301 || code == 302 || code == 303 || code == 307 ||
	    code == 308;
}

static bool brings_file(const struct get_request *r, long code)
{
	return code == 200 || (r->from > 0 && (code == 206 || code == 416)) ||
	    (r->if_none_match && code == 304);
}

/* The reason so far continues "URL: "; put that before it. */
static void name_url(const char *url, struct why *why)
{
	struct url_text text;
	struct why rest = *why;

	why_set(why, "%s: %s", url_print(url, &text), rest.text);
}

static int refuse(struct transfer *t)
{
	name_url(t->url, t->why);
	t->refused = true;
	return -1;
}

/* The header is complete: is this the file? */
static int begin(struct transfer *t)
{
	struct get_request *r = t->request;
	char coding[FETCH_HEADER_MAX];
	struct answer a;

	if (t->begun)
		return 0;
	t->begun = true;
	read_answer(r->curl, &a);
	header(r->curl, "Content-Encoding", coding);
	if (coding[0] && strcasecmp(coding, "identity")) {
		why_set(t->why, "is sent compressed, which nobody asked for: "
				"switch that off on the server");
		return refuse(t);
	}
	return r->begin(r->arg, &a, t->why) ? refuse(t) : 0;
}

/* libcurl: some of the body. Another return value than n ends the transfer. */
static size_t on_data(char *data, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;
	struct get_request *r = t->request;
	long code = 0;

	(void)size; /* always 1 */
	if (!t->begun) {
		curl_easy_getinfo(r->curl, CURLINFO_RESPONSE_CODE, &code);
		if (is_redirect(code)) {
			t->passed_over += n;
			return t->passed_over > REDIRECT_BODY_MAX ? 0 : n;
		}
		if (!brings_file(r, code))
			return 0;
	}
	if (begin(t))
		return 0;
	if (r->data(r->arg, data, n, t->why)) {
		refuse(t);
		return 0;
	}
	return n;
}

static int set_options(struct transfer *t, char *error)
{
	struct get_request *r = t->request;
	struct curl_blob roots = {0};
	CURL *c = r->curl;
	long left = (long)(r->deadline - boottime_ms());
	char range[32];
	CURLcode e = 0;

	curl_easy_reset(c);
	e |= curl_easy_setopt(c, CURLOPT_URL, t->url);
	e |= curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	e |= curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	e |= curl_easy_setopt(c, CURLOPT_USERAGENT, r->agent);
	e |= curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	e |= curl_easy_setopt(c, CURLOPT_ERRORBUFFER, error);
	e |= curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_data);
	e |= curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
	e |= curl_easy_setopt(c, CURLOPT_BUFFERSIZE, (long)BUFFER);
	e |= curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, left > 0 ? left : 1L);
	e |= curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS,
	    (long)r->limits->connect_ms);
	e |= curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT,
	    (long)r->limits->low_speed);
	e |= curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME,
	    (long)r->limits->low_seconds);
	if (r->from > 0) {
		snprintf(range, sizeof(range), "%" PRIu64 "-", r->from);
		e |= curl_easy_setopt(c, CURLOPT_RANGE, range);
	}
	if (r->roots) {
		roots.data = (void *)(uintptr_t)r->roots;
		roots.len = strlen(r->roots);
		roots.flags = CURL_BLOB_NOCOPY;
		e |= curl_easy_setopt(c, CURLOPT_CAINFO, NULL);
		e |= curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
		e |= curl_easy_setopt(c, CURLOPT_CAINFO_BLOB, &roots);
		e |= curl_easy_setopt(c, CURLOPT_SSLVERSION,
		    (long)CURL_SSLVERSION_TLSv1_2);
		e |= fetch_guess(c);
	}
	return e ? -1 : 0;
}

/* A condition for libcurl; *out is NULL if there is none to send. */
static int set_condition(struct get_request *r, struct curl_slist **out)
{
	char line[FETCH_HEADER_MAX + 16];

	*out = NULL;
	if (r->from > 0 && r->if_range)
		snprintf(line, sizeof(line), "If-Range: %s", r->if_range);
	else if (r->if_none_match)
		snprintf(line, sizeof(line), "If-None-Match: %s",
		    r->if_none_match);
	else
		return 0;
	*out = curl_slist_append(NULL, line);
	return !*out || curl_easy_setopt(r->curl, CURLOPT_HTTPHEADER, *out) ?
	    -1 : 0;
}

/* What the server said by its status and header, once libcurl is done. */
static enum get conclude(struct transfer *t, CURLcode e, const char *detail,
    char **next)
{
	struct get_request *r = t->request;
	long code = 0;
	char *to = NULL;

	curl_easy_getinfo(r->curl, CURLINFO_RESPONSE_CODE, &code);
	r->status = code;
	if (t->refused)
		return GET_REFUSED;
	if (e == CURLE_WRITE_ERROR && !t->begun && !is_redirect(code))
		e = CURLE_OK; /* on_data() ended it */
	if (e)
		return fetch_why_curl(r, t->url, e, detail, t->why);
	if (is_redirect(code)) {
		curl_easy_getinfo(r->curl, CURLINFO_REDIRECT_URL, &to);
		if (to)
			*next = url_redirect(t->url, to, t->why);
		else
			why_set(t->why, "is redirected to nowhere");
		if (!*next)
			name_url(t->url, t->why);
		return GET_REFUSED;
	}
	if (!brings_file(r, code))
		return fetch_why_status(r, t->url, code, t->why);
	/* An empty body brought no data. */
	return begin(t) ? GET_REFUSED : GET_DONE;
}

/* One request. If it is redirected, *next is where to (and is to be freed). */
static enum get get_once(struct get_request *r, const char *url, char **next,
    struct why *why)
{
	struct transfer t = {.request = r, .url = url, .why = why};
	char detail[CURL_ERROR_SIZE] = "";
	struct curl_slist *headers = NULL;
	enum get result;
	CURLcode e;

	if (url_is_https(url) && !r->roots) {
		why_set(why, "https needs roots to check the server against, but "
			     "there is no %s in %s", r->roots_file,
		    r->roots_of);
		name_url(url, why);
		return GET_REFUSED;
	}
	if (set_options(&t, detail) || set_condition(r, &headers)) {
		why_set(why, "libcurl cannot be set up: out of memory");
		name_url(url, why);
		result = GET_BROKEN;
	} else {
		e = curl_easy_perform(r->curl);
		result = conclude(&t, e, detail, next);
	}
	curl_easy_setopt(r->curl, CURLOPT_HTTPHEADER, NULL);
	curl_easy_setopt(r->curl, CURLOPT_ERRORBUFFER, NULL);
	curl_slist_free_all(headers);
	return result;
}

enum get fetch_get(struct get_request *r, struct why *why)
{
	char *url = NULL, *next;
	enum get result;
	int hops;

	r->status = 0;
	for (hops = 0; hops <= REDIRECTS_MAX; hops++) {
		next = NULL;
		result = get_once(r, url ? url : r->url, &next, why);
		if (!next) {
			free(r->final_url);
			r->final_url = url;
			return result;
		}
		free(url);
		url = next;
	}
	free(url);
	why_set(why, "is redirected more than %d times", REDIRECTS_MAX);
	name_url(r->url, why);
	return GET_REFUSED;
}
