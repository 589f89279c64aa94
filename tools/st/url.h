/* SPDX-License-Identifier: BSD-2-Clause */
/* URLs: the os_pkg_url of a descriptor, and those that people configure. */
#ifndef MAYFLY_ST_URL_H
#define MAYFLY_ST_URL_H

#include <stddef.h>

#include "why.h"

/*
 * May url be an os_pkg_url? It is an absolute http or https URL, or a
 * reference relative to the URL of the descriptor (RFC 3986 section 4.2), and
 * its path ends in ".zip", or stboot would pass over it. The empty string
 * means "none": the package comes with the boot medium.
 * Returns NULL if so, else a text that continues the URL in a message.
 */
const char *url_fault(const char *url);

/*
 * Is url a URL or relative reference of any scheme (RFC 3986 section 4.1) or
 * empty? This much is asked of every descriptor; returns as above.
 */
const char *url_syntax_fault(const char *url);

/*
 * Of the len bytes at s, an http or https URL as somebody configured it, make one
 * that libcurl reads as Go's net/url reads that: the last '@' before the path ends
 * the password, and whatever may not be in a path is escaped. Writes it to out
 * (URL_ESCAPED(len) bytes always do).
 * Returns 0, or -1 with the reason, which continues the URL in a message and has
 * nothing of it but its scheme.
 */
int url_absolute(const char *s, size_t len, char *out, size_t size,
    struct why *why);
#define URL_ESCAPED(len) (3 * (len) + 1)

/*
 * A list of URLs with commas between them. Returns the next one, without the blanks
 * around, of *len bytes, maybe none; *list then is the rest. NULL: that was all.
 */
const char *url_list_next(const char **list, size_t *len);

#endif
