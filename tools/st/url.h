/* SPDX-License-Identifier: BSD-2-Clause */
/* The os_pkg_url of a descriptor. */
#ifndef MAYFLY_ST_URL_H
#define MAYFLY_ST_URL_H

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

#endif
