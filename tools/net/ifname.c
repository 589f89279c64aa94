/* SPDX-License-Identifier: BSD-2-Clause */
#include "ifname.h"

#include <string.h>

#include "mac.h"

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

bool ifname_valid(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n >= IFNAMSIZ || !strcmp(name, ".") ||
	    !strcmp(name, ".."))
		return false;
	/* Stricter than the kernel: the name becomes part of a path. */
	for (; *name; name++)
		if (!is_alnum(*name) && !strchr("._-@", *name))
			return false;
	return true;
}

bool hostname_valid(const char *name)
{
	size_t n = strlen(name);
	char before = '.';

	if (n == 0 || n >= HOSTNAME_SIZE)
		return false;
	for (; *name; before = *name++) {
		if (!is_alnum(*name) && *name != '-' && *name != '.')
			return false;
		/* Labels are not empty and start and end with no dash. */
		if (before == '.' && !is_alnum(*name))
			return false;
		if (before == '-' && *name == '.')
			return false;
	}
	return is_alnum(before);
}

bool card_parse(const char *text, struct card *out)
{
	memset(out, 0, sizeof(*out));
	out->has_mac = mac_parse(text, out->mac);
	if (out->has_mac)
		return true;
	if (!ifname_valid(text))
		return false;
	strcpy(out->name, text); /* ifname_valid() checked the length */
	return true;
}
