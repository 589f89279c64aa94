/* SPDX-License-Identifier: BSD-2-Clause */
/* URLs put together: where the package is, where a redirect leads. */
#ifndef MAYFLY_HTTP_URLJOIN_H
#define MAYFLY_HTTP_URLJOIN_H

#include <stdbool.h>

#include "../st/why.h"

/*
 * The URL of the package: reference (os_pkg_url) resolved against the URL of
 * its descriptor (RFC 3986 section 5). A user and password go along if it is
 * on the same host. Returns a string to free(), or NULL with the reason: none,
 * not http or https, its path does not end in .zip.
 */
char *url_package(const char *descriptor_url, const char *reference,
    struct why *why);

/*
 * The URL a redirect from one URL to another (absolute) leads to: to, with
 * the user and password of from if both have one origin and to has none of its
 * own. Returns a string to free(), or NULL with the reason: not http or
 * https, or from https to http.
 */
char *url_redirect(const char *from, const char *to, struct why *why);

/* Is it an https URL? */
bool url_is_https(const char *url);

#endif
