/* SPDX-License-Identifier: BSD-2-Clause */
/* URLs in messages: what is secret in them stays out. */
#ifndef MAYFLY_HTTP_URLPRINT_H
#define MAYFLY_HTTP_URLPRINT_H

/* The shortened URL; a long one ends in "...": the reason needs room, too. */
struct url_text {
	char text[104];
};

/*
 * Write url without user, password, query and fragment into out, in printable
 * ASCII, and return out->text. Whatever url is, well-formed or not, nothing
 * that stands before an '@' or after a '?' or '#' gets through; where an '@'
 * outside of the host's part makes that unclear, only the scheme is left.
 */
const char *url_print(const char *url, struct url_text *out);

#endif
