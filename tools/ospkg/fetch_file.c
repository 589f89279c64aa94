/* SPDX-License-Identifier: BSD-2-Clause */
#include "fetch_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "../http/urlprint.h"
#include "../lib/err.h"
#include "backoff.h"

/* How often a server may say "busy, come again" before we leave it. */
enum { BUSY_MAX = 3 };

/* A connection that brings less than this is not what ends a back-off. */
enum { PROGRESS_MIN = 64 * 1024 };

static const uint64_t mib = 1 << 20;

struct download {
	const struct fetch_file *file;
	struct partial part;
	uint64_t skip;	    /* bytes of this body that are here already */
	uint64_t attempted; /* part.got when this attempt began */
};

static int check_size(const struct download *d, uint64_t size, struct why *why)
{
	if (size <= d->file->max)
		return 0;
	d->file->too_large(d->file->job, size, why);
	return -1;
}

static int on_begin(void *arg, const struct answer *a, struct why *why)
{
	struct download *d = arg;

	d->skip = 0;
	if (d->part.got > 0)
		return partial_continues(&d->part, a, &d->skip, why);
	partial_begin(&d->part, a);
	if (a->has_length && a->length == 0) {
		why_set(why, "is empty: was it uploaded completely?");
		return -1;
	}
	return check_size(d, d->part.total, why);
}

static void report(const struct download *d, uint64_t before, bool end)
{
	const struct fetch_job *job = d->file->job;

	if (d->file->is_package && job->progress &&
	    (end || before / mib != d->part.got / mib))
		job->progress(job->arg, d->part.got, d->part.total);
}

static int on_data(void *arg, const char *data, size_t len, struct why *why)
{
	struct download *d = arg;
	uint64_t before = d->part.got;

	if (d->skip >= len) {
		d->skip -= len;
		return 0;
	}
	data += d->skip;
	len -= (size_t)d->skip;
	d->skip = 0;
	if (d->part.has_total && len > d->part.total - d->part.got) {
		why_set(why, "changed during the download (it is longer now): "
			     "start again");
		return -1;
	}
	/* Of an answer without a length: only now is it seen to be too much. */
	if (check_size(d, d->part.got + len, why) ||
	    d->file->data(d->file->arg, data, len, why))
		return -1;
	d->part.got += len;
	report(d, before, false);
	return 0;
}

static enum get attempt(struct download *d, struct get_request *r,
    struct why *why)
{
	struct url_text text;
	enum get result;

	d->attempted = d->part.got;
	r->from = d->part.got;
	r->if_range = partial_if_range(&d->part);
	result = fetch_get(r, why);
	if (result != GET_DONE)
		return result;
	if (d->part.got == 0) {
		why_set(why, "%s: is empty: was it uploaded completely?",
		    url_print(d->file->url, &text));
		return GET_REFUSED;
	}
	if (d->part.has_total && d->part.got < d->part.total) {
		why_set(why, "%s: ends after %" PRIu64 " of %" PRIu64 " bytes",
		    url_print(d->file->url, &text), d->part.got, d->part.total);
		return GET_BROKEN;
	}
	return GET_DONE;
}

static void note_pause(const struct download *d, uint32_t ms,
    const struct why *why)
{
	const struct fetch_job *job = d->file->job;
	char line[sizeof(why->text) + 80];

	if (!job->note)
		return;
	snprintf(line, sizeof(line), "%s; trying again in %" PRIu32 ".%" PRIu32
		 " s from byte %" PRIu64,
	    why->text, ms / 1000, ms % 1000 / 100, d->part.got);
	job->note(job->arg, line);
}

static void note_start(const struct fetch_file *f)
{
	struct url_text text;
	char line[sizeof(text.text) + 16];

	if (!f->job->note)
		return;
	snprintf(line, sizeof(line), "downloading %s", url_print(f->url, &text));
	f->job->note(f->job->arg, line);
}

/* Pause before the next attempt; no time for it is the end. */
static int pause_for(const struct download *d, uint32_t ms,
    const struct why *why)
{
	note_pause(d, ms, why);
	return backoff_sleep(ms, d->file->job->deadline);
}

/* Until it is whole, refused, or there is no use in going on. */
static int fetch_on(struct download *d, struct get_request *r, struct why *why)
{
	const struct fetch_limits *l = r->limits;
	struct backoff pauses = {l->backoff_ms, l->backoff_max_ms, 0};
	uint32_t busy = 0, failed = 0, ms;

	for (;;) {
		switch (attempt(d, r, why)) {
		case GET_DONE:
			report(d, d->part.got, true);
			return EXIT_YES;
		case GET_REFUSED:
			return EXIT_NO;
		case GET_BUSY:
			if (++busy > BUSY_MAX)
				return EXIT_UNKNOWN;
			/* Not all that were sent away at once come at once. */
			ms = r->retry_after * 1000 + backoff_next(&pauses);
			break;
		case GET_BROKEN:
		default:
			if (d->part.got == 0 || !partial_resumable(&d->part))
				return EXIT_UNKNOWN;
			if (d->part.got - d->attempted >= PROGRESS_MIN)
				failed = pauses.failures = 0;
			if (++failed > l->tries)
				return EXIT_UNKNOWN;
			ms = backoff_next(&pauses);
		}
		if (pause_for(d, ms, why))
			return EXIT_UNKNOWN;
	}
}

int fetch_file(const struct fetch_file *f, struct why *why)
{
	static const struct fetch_limits standard = FETCH_LIMITS_DEFAULT;
	struct download d = {.file = f};
	struct get_request r = {
		.curl = f->curl, .agent = "stboot/mayfly", .url = f->url,
		.roots = f->job->tls_roots, .roots_file = "tls_roots.pem",
		.roots_of = "the trust policy", .deadline = f->job->deadline,
		.limits = f->job->limits ? f->job->limits : &standard,
		.begin = on_begin, .data = on_data, .arg = &d,
	};
	int status;

	note_start(f);
	status = fetch_on(&d, &r, why);
	if (f->final_url)
		*f->final_url = r.final_url;
	else
		free(r.final_url);
	return status;
}
