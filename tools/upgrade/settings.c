/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings.h"

#include <stdio.h>
#include <string.h>

#include "../ospkg/kexec.h"
#include "../st/hex.h"
#include "num.h"

/* URLs, with commas between them. */
static int parse_urls(const char *list, struct settings *out, struct why *why)
{
	char *to = out->list;
	struct why reason;
	const char *url;
	size_t len, n = 0;

	out->urls = 0;
	out->bad = (struct why){0};
	while ((url = url_list_next(&list, &len))) {
		if (len == 0)
			continue;
		n++;
		/* There is room: the URLs and their commas are on one line. */
		if (url_absolute(url, len, to, URL_ESCAPED(len), &reason)) {
			why_set(&out->bad, "upgrade=: URL %zu %.200s", n,
			    reason.text);
			continue;
		}
		if (out->urls == UPGRADE_URLS) {
			why_set(why, "upgrade= has more than %d URLs",
			    UPGRADE_URLS);
			return -1;
		}
		out->url[out->urls++] = to;
		to += strlen(to) + 1;
	}
	if (out->urls)
		return 0;
	if (n > 0)
		*why = out->bad;
	else
		why_set(why, "upgrade= needs the URL of a descriptor");
	return -1;
}

static int parse_poll(const char *value, struct settings *out, struct why *why)
{
	uint64_t n;

	if (!value || num_decimal(value, 86400, &n) || n == 0) {
		why_set(why, "upgrade.poll= is a number of seconds, 1 to 86400");
		return -1;
	}
	out->poll = (uint32_t)n;
	return 0;
}

uint64_t settings_number(const char *cmdline)
{
	char value[sizeof("18446744073709551615")];
	uint64_t n;

	if (cmdline_find(cmdline, "upgrade.number", CMDLINE_LAST, value,
	    sizeof(value)) != 1 || num_decimal(value, UINT64_MAX, &n))
		return 0;
	return n;
}

int settings_parse(const char *cmdline, struct settings *out, struct why *why)
{
	char *rest = out->text, *key, *value, *package = NULL;
	int bad = 0;

	out->urls = 0;
	out->bad = (struct why){0};
	out->poll = UPGRADE_POLL;
	out->number = settings_number(cmdline);
	snprintf(out->text, sizeof(out->text), "%s", cmdline);
	while (!bad && cmdline_next(&rest, &key, &value)) {
		if (!strcmp(key, "upgrade"))
			bad = parse_urls(value, out, why);
		else if (!strcmp(key, "upgrade.poll"))
			bad = parse_poll(value, out, why);
		else if (!strcmp(key, KEXEC_OSPKG) && !package)
			package = value;
	}
	if (bad)
		return -1;
	if (!out->urls) {
		why_set(why, "there is no upgrade=");
		return -1;
	}
	if (package && !hex_decode(package, strlen(package), out->running,
	    OSPKG_HASH))
		return 0;
	why_set(why, KEXEC_OSPKG "= is missing: which package this is, is what "
		"Mayfly's stboot says");
	return -1;
}
