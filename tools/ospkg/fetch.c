/* SPDX-License-Identifier: BSD-2-Clause */
#include "fetch.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../http/urljoin.h"
#include "../http/urlprint.h"
#include "../lib/err.h"
#include "../st/descriptor.h"
#include "fetch_file.h"

/* The descriptor, in memory: it is to be parsed as well as passed on. */
struct text {
	char *data;
	size_t len;
};

static int keep_text(void *arg, const char *data, size_t len, struct why *why)
{
	struct text *t = arg;

	/* fetch_file() lets no more through. */
	if (len > DESCRIPTOR_MAX - t->len) {
		why_set(why, "is too large for a descriptor");
		return -1;
	}
	memcpy(t->data + t->len, data, len);
	t->len += len;
	return 0;
}

static int forget_text(void *arg)
{
	struct text *t = arg;

	t->len = 0;
	return 0;
}

static int write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

static int to_package(void *arg, const char *data, size_t len, struct why *why)
{
	const struct fetch_job *job = arg;

	if (!write_all(job->package_fd, data, len))
		return 0;
	why_set(why, "the package cannot be kept: %s", strerror(errno));
	return -1;
}

/* Not if it is a pipe. */
static int forget_package(void *arg)
{
	const struct fetch_job *job = arg;

	return lseek(job->package_fd, 0, SEEK_SET) ||
	    ftruncate(job->package_fd, 0) ? -1 : 0;
}

/* "too large" in the words of the machine's owner. */
static void why_memory(const struct fetch_job *job, uint64_t size,
    struct why *why)
{
	uint64_t has = job->max_package, need = size;
	unsigned mib = 20;

	if (job->memory_for) {
		has = job->memory_for(has);
		need = job->memory_for(need);
	}
	why_set(why, "is too large for this machine: needs %" PRIu64 " MiB, has "
		     "%" PRIu64 " MiB: add memory, or make the package smaller",
	    (need >> mib) + !!(need & ((1U << mib) - 1)), has >> mib);
}

static void why_descriptor(const struct fetch_job *job, uint64_t size,
    struct why *why)
{
	(void)job;
	(void)size;
	why_set(why, "is larger than a descriptor may be (%d KiB): is this the "
		     "URL of the .json?", DESCRIPTOR_MAX / 1024);
}

/* A page for people is what captive portals and error handlers send. */
static bool is_html(const struct text *t)
{
	size_t i = 0;

	while (i < t->len && strchr(" \t\r\n", t->data[i]))
		i++;
	return i < t->len && t->data[i] == '<';
}

/* Fetch and parse the descriptor; *url is then the package's, to be freed. */
static int fetch_descriptor(CURL *curl, const struct fetch_job *job, char **url,
    struct why *why)
{
	struct url_text text;
	char *base = NULL; /* where redirects led, RFC 3986 section 5.1.3 */
	struct text t = {.data = malloc(DESCRIPTOR_MAX)};
	struct descriptor d = {0};
	struct why reason;
	struct fetch_file file = {
		.curl = curl, .job = job, .url = job->url,
		.max = DESCRIPTOR_MAX, .too_large = why_descriptor,
		.data = keep_text, .restart = forget_text, .arg = &t, .final_url = &base,
		/* Who looks at the descriptor alone will look again. */
		.patient = job->package_fd >= 0,
	};
	int status = EXIT_UNKNOWN;

	if (!t.data) {
		why_set(why, "out of memory");
		return EXIT_UNKNOWN;
	}
	status = fetch_file(&file, why);
	if (status)
		goto out;
	status = EXIT_NO;
	url_print(job->url, &text);
	if (is_html(&t))
		why_set(why, "%s: not a descriptor but a web page: a captive "
			     "portal, or an error page sent with status 200?",
		    text.text);
	else if (descriptor_parse(t.data, t.len, &d, &reason))
		why_set(why, "%s: not a valid descriptor: %s", text.text,
		    reason.text);
	else if (!(*url = url_package(base ? base : job->url, d.url, &reason)))
		why_set(why, "%s: %s", text.text, reason.text);
	else
		status = EXIT_YES;
	if (!status && write_all(job->descriptor_fd, t.data, t.len)) {
		why_set(why, "the descriptor cannot be stored: %s",
		    strerror(errno));
		status = EXIT_UNKNOWN;
	}
out:
	descriptor_free(&d);
	free(t.data);
	free(base);
	return status;
}

static int fetch_both(CURL *curl, const struct fetch_job *job, struct why *why)
{
	char *url = NULL;
	int status = fetch_descriptor(curl, job, &url, why);
	struct fetch_file file = {
		.curl = curl, .job = job, .url = url,
		.max = job->max_package, .too_large = why_memory,
		.data = to_package, .restart = forget_package,
		.arg = (void *)(uintptr_t)job,
		.is_package = true, .patient = true,
	};

	if (!status && job->package_fd >= 0)
		status = fetch_file(&file, why);
	free(url);
	return status;
}

int fetch_run(const struct fetch_job *job, struct why *why)
{
	CURL *curl = NULL;
	int status = EXIT_UNKNOWN;

	signal(SIGPIPE, SIG_IGN);
	if (!curl_global_init(CURL_GLOBAL_DEFAULT))
		curl = curl_easy_init();
	if (curl)
		status = fetch_both(curl, job, why);
	else
		why_set(why, "libcurl cannot be set up: out of memory");
	curl_easy_cleanup(curl);
	curl_global_cleanup();
	return status;
}
