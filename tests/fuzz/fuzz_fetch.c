// sources: tools/ospkg/fetch_same.c tools/http/urlprint.c tools/http/urljoin.c tools/st/url.c tools/st/why.c
// libs: -lcurl
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What stboot reads itself of an answer, and its URLs. Lines: Content-Range,
 * ETag, Last-Modified, os_pkg_url, then anything.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/ospkg/fetch_same.h"
#include "../../tools/http/urljoin.h"
#include "../../tools/http/urlprint.h"

#define SECRET "s3cr3t"

static void answers(const char *range, const char *etag, const char *modified)
{
	struct answer a = {.code = 206};
	struct partial p = {.got = 5, .has_total = true, .total = 10};
	uint64_t first, last, total, skip = 99;
	struct why why;
	bool known;

	if (!content_range(range, &first, &last, &known, &total) &&
	    (last < first || (known && last >= total)))
		abort();
	strncpy(a.range, range, sizeof(a.range) - 1);
	strncpy(a.etag, etag, sizeof(a.etag) - 1);
	strncpy(p.modified, modified, sizeof(p.modified) - 1);
	if (partial_continues(&p, &a, &skip, &why) == PART_REST &&
	    (skip != 0 || first != 5 || (known && total != 10)))
		abort();
	/* The same text as that of a 416. */
	a.code = 416;
	if (partial_continues(&p, &a, &skip, &why) == PART_COMPLETE &&
	    (unsatisfied_range(range, &total) || total != 5))
		abort();
	partial_begin(&p, &a);
	partial_if_range(&p);
	partial_resumable(&p);
}

/* Nothing before an '@' or after a '?' or '#' may be printed. */
static void hides(const char *before, const char *after, const char *format)
{
	char url[400];
	struct url_text t;

	snprintf(url, sizeof(url), format, before, after);
	url_print(url, &t);
	if (strstr(t.text, SECRET) || strlen(t.text) >= sizeof(t.text))
		abort();
}

static void urls(const char *reference, const char *rest)
{
	struct url_text t;
	struct why why;
	char *url = url_package("http://u:" SECRET "@h/d/a.json", reference,
	    &why);

	if (url)
		url_print(url, &t);
	if (url && strstr(t.text, SECRET))
		abort();
	if (!url && strstr(why.text, SECRET))
		abort();
	free(url);
	hides(reference, rest, "%.100s" SECRET "@%.100s");
	hides(reference, rest, "%.100s?" SECRET "%.100s");
	hides(reference, rest, "%.100s#" SECRET "%.100s");
	url = url_redirect("https://u:" SECRET "@h/d", reference, &why);
	if (url && !url_is_https(url))
		abort();
	free(url);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[600], *line[5];
	size_t i;

	if (size >= sizeof(text))
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (strstr(text, SECRET))
		return 0;
	line[0] = text;
	for (i = 1; i < 5; i++) {
		line[i] = line[i - 1] + strcspn(line[i - 1], "\n");
		if (*line[i])
			*line[i]++ = '\0';
	}
	answers(line[0], line[1], line[2]);
	urls(line[3], line[4]);
	return 0;
}
