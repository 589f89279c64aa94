/* SPDX-License-Identifier: BSD-2-Clause */
#include "fetch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../st/descriptor.h"
#include "backoff.h"
#include "err.h"
#include "transfer.h"
#include "urljoin.h"
#include "urlprint.h"

/* Collects the descriptor; it is small, so a broken transfer starts anew. */
struct text {
	unsigned char data[DESCRIPTOR_MAX];
	size_t len;
};

static int into_text(void *arg, const void *data, size_t n)
{
	struct text *t = arg;

	if (n > sizeof(t->data) - t->len)
		return -1;
	memcpy(t->data + t->len, data, n);
	t->len += n;
	return 0;
}

static int into_fd(void *arg, const void *data, size_t n)
{
	const unsigned char *p = data;
	int fd = *(const int *)arg;

	while (n > 0) {
		ssize_t w = write(fd, p, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return -1;
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

static int fetch_descriptor(const struct fetch_job *job, struct transfer *t,
    char **url, struct why *why)
{
	static struct text text;
	struct descriptor d;
	int fd = job->descriptor_fd, status;
	struct why inner;
	struct url_text shown;

	text.len = 0;
	t->limit = DESCRIPTOR_MAX;
	t->sink = into_text;
	t->arg = &text;
	status = transfer_run(t, job->url, why);
	if (status != EXIT_YES)
		return status;
	if (descriptor_parse(text.data, text.len, &d, &inner)) {
		why_set(why, "refused: %s: not a descriptor: %s",
		    url_print(job->url, &shown), inner.text);
		return EXIT_NO;
	}
	*url = url_package(t->url ? t->url : job->url, d.url, &inner);
	descriptor_free(&d);
	if (!*url) {
		why_set(why, "refused: %s: os_pkg_url %s",
		    url_print(job->url, &shown), inner.text);
		return EXIT_NO;
	}
	if (into_fd(&fd, text.data, text.len)) {
		why_set(why, "keep the descriptor: %s", strerror(errno));
		return EXIT_UNKNOWN;
	}
	return EXIT_YES;
}

int fetch_run(const struct fetch_job *job, struct why *why)
{
	struct transfer t;
	char *url = NULL;
	int fd = job->package_fd, status;

	if (transfer_init(&t, job->tls_roots, job->deadline)) {
		why_set(why, "out of memory");
		return EXIT_UNKNOWN;
	}
	status = fetch_descriptor(job, &t, &url, why);
	if (status == EXIT_YES) {
		t.limit = job->max_package;
		t.sink = into_fd;
		t.arg = &fd;
		t.resume = true;
		status = transfer_run(&t, url, why);
	}
	free(url);
	transfer_free(&t);
	return status;
}
