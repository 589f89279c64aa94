/* SPDX-License-Identifier: BSD-2-Clause */
#include "urljoin.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../st/url.h"
#include "urlprint.h"

/* base with reference applied (NULL: base alone), or NULL. */
static CURLU *parse(const char *base, const char *reference)
{
	CURLU *u = curl_url();

	if (u && !curl_url_set(u, CURLUPART_URL, base, 0) &&
	    (!reference || !curl_url_set(u, CURLUPART_URL, reference, 0)))
		return u;
	curl_url_cleanup(u);
	return NULL;
}

/* The whole URL, in memory of ours. */
static char *whole(CURLU *u)
{
	char *s, *copy;

	if (curl_url_get(u, CURLUPART_URL, &s, 0))
		return NULL;
	copy = strdup(s);
	curl_free(s);
	return copy;
}

static bool is_scheme(const char *url, const char *scheme)
{
	size_t len = strlen(scheme);

	return !strncasecmp(url, scheme, len) && !strncmp(url + len, "://", 3);
}

bool url_is_https(const char *url)
{
	return is_scheme(url, "https");
}

static bool same_part(CURLU *a, CURLU *b, CURLUPart part)
{
	char *x = NULL, *y = NULL;
	bool same = !curl_url_get(a, part, &x, CURLU_DEFAULT_PORT) &&
	    !curl_url_get(b, part, &y, CURLU_DEFAULT_PORT) &&
	    !strcasecmp(x, y);

	curl_free(x);
	curl_free(y);
	return same;
}

static void copy_part(CURLU *from, CURLU *to, CURLUPart part)
{
	char *s = NULL;

	if (!curl_url_get(from, part, &s, 0))
		(void)curl_url_set(to, part, s, 0);
	curl_free(s);
}

/* A host that moves a file within itself still wants to know who asks. */
static void keep_user(const char *from, CURLU *to)
{
	CURLU *u = parse(from, NULL);
	char *user = NULL;

	if (u && curl_url_get(to, CURLUPART_USER, &user, 0) &&
	    same_part(u, to, CURLUPART_SCHEME) &&
	    same_part(u, to, CURLUPART_HOST) &&
	    same_part(u, to, CURLUPART_PORT)) {
		copy_part(u, to, CURLUPART_USER);
		copy_part(u, to, CURLUPART_PASSWORD);
	}
	curl_free(user);
	curl_url_cleanup(u);
}

char *url_package(const char *descriptor_url, const char *reference,
    struct why *why)
{
	struct url_text text;
	const char *fault;
	CURLU *u;
	char *url;

	if (!reference[0]) {
		why_set(why, "the descriptor has no os_pkg_url, so the package "
			     "cannot be fetched: make it with a URL");
		return NULL;
	}
	fault = url_fault(reference);
	if (fault) {
		why_set(why, "os_pkg_url %s %s", url_print(reference, &text),
		    fault);
		return NULL;
	}
	u = parse(descriptor_url, reference);
	if (u)
		keep_user(descriptor_url, u);
	url = u ? whole(u) : NULL;
	curl_url_cleanup(u);
	if (!url || (!is_scheme(url, "http") && !is_scheme(url, "https"))) {
		why_set(why, "os_pkg_url %s gives no http or https URL",
		    url_print(reference, &text));
		free(url);
		return NULL;
	}
	return url;
}

char *url_redirect(const char *from, const char *to, struct why *why)
{
	struct url_text text;
	CURLU *u = NULL;
	char *url = NULL;

	if (!is_scheme(to, "http") && !is_scheme(to, "https")) {
		why_set(why, "is redirected to %s, which is not http or https",
		    url_print(to, &text));
		return NULL;
	}
	if (url_is_https(from) && !url_is_https(to)) {
		why_set(why, "is redirected from https to %s, which is not "
			     "protected: a captive portal?",
		    url_print(to, &text));
		return NULL;
	}
	u = parse(to, NULL);
	if (u) {
		keep_user(from, u);
		url = whole(u);
	}
	curl_url_cleanup(u);
	if (!url)
		why_set(why, "is redirected to %s, which is no valid URL",
		    url_print(to, &text));
	return url;
}
