/* SPDX-License-Identifier: BSD-2-Clause */
#include "fetch_file.h"

#include <inttypes.h>
#include <stdarg.h>
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
	int64_t begun;	    /* boottime_ms() of the first one */
	uint32_t failed;    /* attempts in a row that brought nothing */
	uint32_t tries;	    /* of the job's limits */
	uint32_t changed;   /* times that another file was served */
	bool came;	    /* some of it, ever */
	bool complete;	    /* the server says so */
	bool other;	    /* the answer helps nothing: begin anew */
	bool refused;	    /* by us: another attempt would bring the same */
};

static int check_size(const struct download *d, uint64_t size, struct why *why)
{
	if (size <= d->file->max)
		return 0;
	d->file->too_large(d->file->job, size, why);
	return -1;
}

/* A line for the log: the reason, and what is done about it. */
__attribute__((format(printf, 3, 4)))
static void note(const struct download *d, const struct why *why,
    const char *fmt, ...)
{
	const struct fetch_job *job = d->file->job;
	char line[sizeof(why->text) + 80], then[64];
	va_list ap;

	if (!job->note)
		return;
	va_start(ap, fmt);
	vsnprintf(then, sizeof(then), fmt, ap);
	va_end(ap);
	snprintf(line, sizeof(line), "%s; %s", why->text, then);
	job->note(job->arg, line);
}

/*
 * What is here is worth nothing: forget it. -1: that cannot be done, or was done
 * so often that no end can be expected.
 */
static int forget(struct download *d)
{
	if (d->file->restart(d->file->arg))
		return -1;
	d->part = (struct partial){0};
	d->attempted = 0;
	d->begun = boottime_ms();
	return 0;
}

static int change(struct download *d)
{
	return ++d->changed > d->tries ? -1 : forget(d);
}

/* The first bytes of a file come. */
static int begin_file(struct download *d, const struct answer *a,
    struct why *why)
{
	partial_begin(&d->part, a);
	if (a->has_length && a->length == 0)
		why_set(why, "is empty: was it uploaded completely?");
	else if (!check_size(d, d->part.total, why))
		return 0;
	d->refused = true;
	return -1;
}

static int on_begin(void *arg, const struct answer *a, struct why *why)
{
	struct download *d = arg;
	struct url_text text;
	struct why whole;

	d->skip = 0;
	if (d->part.got == 0)
		return begin_file(d, a, why);
	switch (partial_continues(&d->part, a, &d->skip, why)) {
	case PART_REST:
		return 0;
	case PART_COMPLETE:
		d->complete = true;
		d->skip = UINT64_MAX; /* a page that says so */
		return 0;
	case PART_ANEW:
		if (!change(d)) {
			why_set(&whole, "%s: %s",
			    url_print(d->file->url, &text), why->text);
			note(d, &whole, "this one is downloaded instead");
			return begin_file(d, a, why);
		}
		/* fall through */
	default:
		d->other = true;
		return -1;
	}
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
		why_set(why, "changed during the download (it is longer now)");
		d->other = true;
		return -1;
	}
	/* Of an answer without a length: only now is it seen to be too much. */
	if (check_size(d, d->part.got + len, why) ||
	    d->file->data(d->file->arg, data, len, why)) {
		d->refused = true;
		return -1;
	}
	d->part.got += len;
	d->came = true;
	report(d, before, false);
	return 0;
}

static enum get attempt(struct download *d, struct get_request *r,
    struct why *why)
{
	struct url_text text;
	enum get result;

	d->attempted = d->part.got;
	d->complete = d->other = d->refused = false;
	r->from = d->part.got;
	r->if_range = partial_if_range(&d->part);
	result = fetch_get(r, why);
	if (d->complete) {
		d->part.has_total = true;
		d->part.total = d->part.got;
		return GET_DONE;
	}
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
	note(d, why, "trying again in %" PRIu32 ".%" PRIu32 " s from byte "
		     "%" PRIu64, ms / 1000, ms % 1000 / 100, d->part.got);
	return backoff_sleep(ms, d->file->job->deadline);
}

/*
 * Nothing has come yet. A server that is started anew, or has no place just now,
 * is back in seconds: ask as often as upstream's stboot, whom operators know, a
 * second apart. A server that lets us wait for its silence has had that time.
 */
static int wait_first(struct download *d, const struct fetch_limits *l,
    const struct why *why)
{
	/* Not all that met it at once come back at once. */
	struct backoff spread = {l->backoff_ms, l->backoff_ms, 0};

	if (!d->file->patient || ++d->failed >= l->tries ||
	    boottime_ms() - d->begun >= (int64_t)l->first_ms)
		return -1;
	return pause_for(d, l->backoff_ms / 2 + backoff_next(&spread), why);
}

/* Some of it is here; it was asked for the rest, and that broke off, too. */
static int wait_rest(struct download *d, const struct fetch_limits *l,
    struct backoff *pauses, const struct why *why)
{
	if (!partial_resumable(&d->part)) {
		/* What is here is worth nothing: begin again. */
		if (forget(d))
			return -1;
		return wait_first(d, l, why);
	}
	if (d->part.got - d->attempted >= PROGRESS_MIN)
		d->failed = pauses->failures = 0;
	if (++d->failed > l->tries)
		return -1;
	return pause_for(d, backoff_next(pauses), why);
}

/* A broken attempt: wait for the next. */
static int wait_again(struct download *d, const struct fetch_limits *l,
    struct backoff *pauses, const struct why *why)
{
	return d->part.got == 0 ? wait_first(d, l, why)
				: wait_rest(d, l, pauses, why);
}

/*
 * An answer of no use. If there was a good one before, another mirror may have
 * given this: one that has another file under that name, or none yet.
 */
static int other_answer(struct download *d, const struct fetch_limits *l,
    struct backoff *pauses, const struct why *why)
{
	if (!d->other)
		return wait_again(d, l, pauses, why);
	if (change(d))
		return -1;
	note(d, why, "starting over");
	return 0;
}

/* Until it is whole, refused, or there is no use in going on. */
static int fetch_on(struct download *d, struct get_request *r, struct why *why)
{
	const struct fetch_limits *l = r->limits;
	struct backoff pauses = {l->backoff_ms, l->backoff_max_ms, 0};
	uint32_t busy = 0;
	int given_up;

	d->begun = boottime_ms();
	for (;;) {
		switch (attempt(d, r, why)) {
		case GET_DONE:
			report(d, d->part.got, true);
			return EXIT_YES;
		case GET_REFUSED:
			if (d->refused || !d->came)
				return EXIT_NO;
			given_up = other_answer(d, l, &pauses, why);
			break;
		case GET_BUSY:
			/* Not all that were sent away at once come at once. */
			given_up = r->retry_after > l->retry_after ||
			    ++busy > BUSY_MAX ||
			    pause_for(d, r->retry_after * 1000 +
				backoff_next(&pauses), why);
			break;
		case GET_BROKEN:
		default:
			given_up = wait_again(d, l, &pauses, why);
		}
		if (given_up)
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

	d.tries = r.limits->tries;
	note_start(f);
	status = fetch_on(&d, &r, why);
	if (f->final_url)
		*f->final_url = r.final_url;
	else
		free(r.final_url);
	return status;
}
