/* SPDX-License-Identifier: BSD-2-Clause */
#include "url.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define ALPHA "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGIT "0123456789"

/* RFC 3986 sections 2.2 and 2.3, and the '%' of 2.1. */
static const char url_chars[] = ALPHA DIGIT "-._~:/?#[]@!$&'()*+,;=%";

static bool escapes_ok(const char *s)
{
	while ((s = strchr(s, '%'))) {
		if (strspn(s + 1, DIGIT "abcdefABCDEF") < 2)
			return false;
		s += 3;
	}
	return true;
}

/* Length of "scheme", if the reference starts with "scheme:", else 0. */
static size_t scheme_len(const char *url)
{
	size_t len = strcspn(url, ":/?#");

	return url[len] == ':' ? len : 0;
}

/* Is the port of a host:port empty or a number up to 65535? */
static bool port_ok(const char *s, size_t len)
{
	unsigned long port = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		port = port * 10 + (unsigned long)(s[i] - '0');
		if (port > 65535)
			return false;
	}
	return true;
}

/* RFC 3986 has one; programs differ in which of two ends the password. */
static bool two_ats(const char *s, size_t len)
{
	const char *at = memchr(s, '@', len);

	return at && memchr(at + 1, '@', len - (size_t)(at - s) - 1);
}

/* [user@]host[:port] of len bytes; an IPv6 host is in brackets. */
static bool authority_ok(const char *s, size_t len)
{
	const char *end = s + len, *at, *colon;
	size_t host;

	for (at = s; at < end && *at != '@'; at++)
		;
	if (at < end)
		s = at + 1;
	if (s < end && *s == '[') {
		const char *close = memchr(s, ']', (size_t)(end - s));

		if (!close || close == s + 1)
			return false;
		colon = close + 1;
		return colon == end ||
		    (*colon == ':' &&
			port_ok(colon + 1, (size_t)(end - colon - 1)));
	}
	colon = memchr(s, ':', (size_t)(end - s));
	host = (size_t)((colon ? colon : end) - s);
	if (host == 0 || memchr(s, '@', (size_t)(end - s)))
		return false;
	return !colon || port_ok(colon + 1, (size_t)(end - colon - 1));
}

const char *url_syntax_fault(const char *url)
{
	size_t len;

	if (url[strspn(url, url_chars)] != '\0')
		return "has a character that must be %-escaped in a URL";
	if (!escapes_ok(url))
		return "has a % without two hexadecimal digits";
	if (url[0] == ':')
		return "has an empty scheme";
	len = scheme_len(url);
	if (len > 0)
		url += len + 1;
	if (strncmp(url, "//", 2))
		return NULL;
	url += 2;
	len = strcspn(url, "/?#");
	if (two_ats(url, len))
		return "has an '@' in its user or password: write %40";
	/* An empty one is fine in general: file:///x */
	if (len > 0 && !authority_ok(url, len))
		return "has no valid host and port";
	return NULL;
}

const char *url_fault(const char *url)
{
	const char *fault = url_syntax_fault(url);
	size_t scheme, len;

	if (url[0] == '\0')
		return NULL;
	if (fault)
		return fault;
	scheme = scheme_len(url);
	if (scheme > 0) {
		if ((scheme != 4 || strncasecmp(url, "http", 4)) &&
		    (scheme != 5 || strncasecmp(url, "https", 5)))
			return "has a scheme other than http and https";
		url += scheme + 1;
		if (strncmp(url, "//", 2))
			return "has no host";
	}
	if (!strncmp(url, "//", 2)) {
		len = strcspn(url + 2, "/?#");
		if (len == 0)
			return "has no valid host and port";
		url += 2 + len;
	}
	len = strcspn(url, "?#");
	if (len < 4 || strncmp(url + len - 4, ".zip", 4))
		return "has a path that does not end in .zip";
	return NULL;
}
