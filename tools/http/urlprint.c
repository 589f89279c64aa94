/* SPDX-License-Identifier: BSD-2-Clause */
#include "urlprint.h"

#include <string.h>

static void append(struct url_text *out, const char *s, size_t len)
{
	size_t at = strlen(out->text);

	for (; len > 0 && at + 1 < sizeof(out->text); len--, s++)
		out->text[at++] = *s >= ' ' && *s < 0x7f ? *s : '?';
	out->text[at] = '\0';
	if (len > 0)
		memcpy(out->text + sizeof(out->text) - 4, "...", 4);
}

static void append_text(struct url_text *out, const char *s)
{
	append(out, s, strlen(s));
}

const char *url_print(const char *url, struct url_text *out)
{
	const char *rest = url, *at, *host_end;
	size_t scheme = strcspn(url, ":/?#@");

	out->text[0] = '\0';
	if (!strncmp(url + scheme, "://", 3))
		rest = url + scheme + 3;
	else if (!strncmp(url, "//", 2))
		rest = url + 2;
	append(out, url, (size_t)(rest - url));

	/* A password with a bare '/' or '?' looks like a host and a path. */
	at = strrchr(rest, '@');
	host_end = rest == url ? rest : rest + strcspn(rest, "/?#");
	if (at && at > host_end) {
		append_text(out, "(hidden: it has an '@' after the host)");
		return out->text;
	}
	if (at)
		rest = at + 1;
	append(out, rest, strcspn(rest, "?#"));
	if (rest[strcspn(rest, "?#")] == '?')
		append_text(out, "?...");
	return out->text;
}
