/* SPDX-License-Identifier: BSD-2-Clause */
#include "transfer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "backoff.h"
#include "err.h"
#include "urljoin.h"
#include "urlprint.h"

enum {
	BUFFER = 512 << 10,	/* bytes a read */
	CONNECT_SECONDS = 15,
	SLOW_BYTES = 1024,	/* a second; slower than this for */
	SLOW_SECONDS = 30,	/* so long is a server that stalls */
	REDIRECTS = 10,
	TRIES = 5,		/* in a row without a new byte */
	PAUSE_MAX = 10000,	/* ms between those */
	RETRY_AFTER_MAX = 60,	/* seconds we are willing to wait */
};

/* Value of a header line if its name is that, else NULL; cut to size. */
static bool header(const char *line, size_t n, const char *name, char *out,
    size_t size)
{
	size_t len = strlen(name), i = 0;

	if (n <= len || line[len] != ':' || strncasecmp(line, name, len))
		return false;
	line += len + 1;
	n -= len + 1;
	while (n > 0 && (*line == ' ' || *line == '\t'))
		line++, n--;
	while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == '\n'))
		n--;
	out[0] = '\0';
	if (n >= size)
		return true;
	for (; i < n; i++)
		out[i] = line[i] >= ' ' && line[i] <= '~' ? line[i] : '?';
	out[n] = '\0';
	return true;
}

static size_t on_header(char *line, size_t one, size_t n, void *arg)
{
	struct transfer *t = arg;
	struct answer *a = &t->answer;

	(void)one;
	/* The first line of an answer, also of one that redirects. */
	if (n > 5 && !strncmp(line, "HTTP/", 5))
		*a = (struct answer){0};
	if (!header(line, n, "etag", a->etag, sizeof(a->etag)) &&
	    !header(line, n, "last-modified", a->modified, sizeof(a->modified)))
		header(line, n, "content-range", a->range, sizeof(a->range));
	return n;
}

static void refuse_large(struct transfer *t, uint64_t size)
{
	why_set(&t->refused, "needs %" PRIu64 " MiB, has %" PRIu64
	    " MiB for it", (size >> 20) + 1, t->limit >> 20);
}

/* Before the first byte of a body: do we want it? */
static bool wanted(struct transfer *t)
{
	struct answer *a = &t->answer;
	curl_off_t length = -1;

	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &a->code);
	curl_easy_getinfo(t->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	a->has_length = length >= 0;
	a->length = length >= 0 ? (uint64_t)length : 0;
	if (t->partial.got > 0) {
		if (partial_continues(&t->partial, a, &t->skip, &t->refused))
			return false;
	} else {
		partial_begin(&t->partial, a);
	}
	if (a->has_length && a->length > t->limit)
		refuse_large(t, a->length);
	return t->refused.text[0] == '\0';
}

static size_t on_body(char *data, size_t one, size_t n, void *arg)
{
	struct transfer *t = arg;
	size_t all = n;

	(void)one;
	if (!t->body && !wanted(t))
		return CURL_WRITEFUNC_ERROR;
	t->body = true;
	if (t->skip > 0) {
		size_t old = t->skip < n ? (size_t)t->skip : n;

		t->skip -= old;
		data += old;
		n -= old;
	}
	if (n > t->limit - t->partial.got) {
		refuse_large(t, t->partial.got + n);
		return CURL_WRITEFUNC_ERROR;
	}
	if (n > 0 && t->sink(t->arg, data, n)) {
		why_set(&t->refused, "the process that takes it has ended");
		return CURL_WRITEFUNC_ERROR;
	}
	t->partial.got += n;
	return all;
}

int transfer_init(struct transfer *t, const char *tls_roots, int64_t deadline)
{
	struct curl_blob roots = {.flags = CURL_BLOB_COPY};
	CURL *c;

	*t = (struct transfer){.deadline = deadline, .tls = tls_roots != NULL};
	if (curl_global_init(CURL_GLOBAL_DEFAULT))
		return -1;
	t->curl = c = curl_easy_init();
	if (!c)
		return -1;
	if (tls_roots) {
		roots.data = (void *)(uintptr_t)tls_roots;
		roots.len = strlen(tls_roots);
		curl_easy_setopt(c, CURLOPT_CAINFO_BLOB, &roots);
	}
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_BUFFERSIZE, (long)BUFFER);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)SLOW_BYTES);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)SLOW_SECONDS);
	curl_easy_setopt(c, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(c, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(c, CURLOPT_USERAGENT, "stboot/mayfly");
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->error);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
	return 0;
}

void transfer_free(struct transfer *t)
{
	free(t->url);
	if (t->curl)
		curl_easy_cleanup(t->curl);
}

/* One request. Redirects are ours to follow: https must not become http. */
static CURLcode request(struct transfer *t)
{
	struct curl_slist *fields = NULL;
	char range[32], line[FETCH_HEADER_MAX + 16];
	const char *guard = partial_if_range(&t->partial);
	int64_t left = t->deadline - boottime_ms();
	CURLcode result;

	curl_easy_setopt(t->curl, CURLOPT_URL, t->url);
	curl_easy_setopt(t->curl, CURLOPT_TIMEOUT_MS,
	    left > 1 ? (long)left : 1L);
	curl_easy_setopt(t->curl, CURLOPT_RANGE, NULL);
	if (t->partial.got > 0) {
		snprintf(range, sizeof(range), "%" PRIu64 "-", t->partial.got);
		curl_easy_setopt(t->curl, CURLOPT_RANGE, range);
		if (guard) {
			snprintf(line, sizeof(line), "If-Range: %s", guard);
			fields = curl_slist_append(NULL, line);
		}
	}
	curl_easy_setopt(t->curl, CURLOPT_HTTPHEADER, fields);
	t->body = false;
	t->skip = 0;
	t->before = t->partial.got;
	t->error[0] = '\0';
	result = curl_easy_perform(t->curl);
	curl_easy_setopt(t->curl, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(fields);
	return result;
}

/* Follow one redirect, if the answer is one. Returns 1, 0, or -1. */
static int follow(struct transfer *t)
{
	char *to = NULL, *next;

	curl_easy_getinfo(t->curl, CURLINFO_REDIRECT_URL, &to);
	if (!to)
		return 0;
	next = url_redirect(t->url, to, &t->refused);
	if (!next)
		return -1;
	free(t->url);
	t->url = next;
	return 1;
}

static CURLcode request_through_redirects(struct transfer *t)
{
	CURLcode result = CURLE_OK;

	for (int i = 0; i <= REDIRECTS; i++) {
		if (url_is_https(t->url) && !t->tls) {
			why_set(&t->refused, "https cannot be trusted: the "
			    "trust policy has no tls_roots.pem");
			return CURLE_SSL_CACERT_BADFILE;
		}
		result = request(t);
		if (result != CURLE_OK)
			return result;
		switch (follow(t)) {
		case 0:
			return CURLE_OK;
		case -1:
			return CURLE_TOO_MANY_REDIRECTS;
		}
	}
	why_set(&t->refused, "more than %d redirects", REDIRECTS);
	return CURLE_TOO_MANY_REDIRECTS;
}

/* Can the same request have another end in a moment? */
static bool passing(const struct transfer *t, CURLcode result)
{
	switch (result) {
	case CURLE_PARTIAL_FILE:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_GOT_NOTHING:
	case CURLE_COULDNT_CONNECT:
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_SSL_CONNECT_ERROR:
		return true;
	case CURLE_HTTP_RETURNED_ERROR:
		return t->answer.code == 503 || t->answer.code == 429 ||
		    t->answer.code == 502 || t->answer.code == 504;
	default:
		return false;
	}
}

static int fail(struct transfer *t, CURLcode result, struct why *why)
{
	struct url_text shown;
	const char *text = url_print(t->url, &shown);

	if (t->refused.text[0] != '\0') {
		why_set(why, "refused: %s: %s", text, t->refused.text);
		return EXIT_NO;
	}
	if (result == CURLE_HTTP_RETURNED_ERROR)
		why_set(why, "%s: the server answers %ld", text,
		    t->answer.code);
	else if (result == CURLE_PEER_FAILED_VERIFICATION)
		why_set(why, "%s: TLS: %s", text, t->error[0] ? t->error
		    : curl_easy_strerror(result));
	else
		/* Not libcurl's own words: they may quote the URL. */
		why_set(why, "%s: %s after %" PRIu64 " bytes", text,
		    curl_easy_strerror(result), t->partial.got);
	return passing(t, result) ? EXIT_UNKNOWN : EXIT_NO;
}

/* How long the server asks to wait, within reason, else the usual pause. */
static uint32_t pause_ms(struct transfer *t, struct backoff *pause)
{
	curl_off_t seconds = 0;
	uint32_t usual = backoff_next(pause);

	curl_easy_getinfo(t->curl, CURLINFO_RETRY_AFTER, &seconds);
	if (seconds <= 0)
		return usual;
	if (seconds > RETRY_AFTER_MAX)
		seconds = RETRY_AFTER_MAX;
	return (uint32_t)seconds * 1000 + usual;
}

int transfer_run(struct transfer *t, const char *url, struct why *why)
{
	struct backoff pause = {.first_ms = 500, .max_ms = PAUSE_MAX};
	struct url_text shown;
	CURLcode result;
	int tries = 0;

	free(t->url);
	t->url = strdup(url);
	t->partial = (struct partial){0};
	t->refused.text[0] = '\0';
	if (!t->url) {
		why_set(why, "out of memory");
		return EXIT_UNKNOWN;
	}
	warn("downloading %s", url_print(t->url, &shown));
	for (;;) {
		result = request_through_redirects(t);
		curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE,
		    &t->answer.code);
		if (result == CURLE_OK)
			break;
		if (t->partial.got > t->before)
			tries = 0;
		if (t->refused.text[0] != '\0' || !passing(t, result) ||
		    ++tries >= TRIES ||
		    (t->partial.got > 0 &&
			!(t->resume && partial_resumable(&t->partial))))
			return fail(t, result, why);
		fail(t, result, why);
		warn("%s; trying again", why->text);
		if (backoff_sleep(pause_ms(t, &pause), t->deadline))
			return fail(t, result, why);
	}
	if (t->partial.got > 0)
		return EXIT_YES;
	why_set(why, "refused: %s: the answer is empty",
	    url_print(t->url, &shown));
	return EXIT_NO;
}
