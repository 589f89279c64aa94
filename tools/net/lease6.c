/* SPDX-License-Identifier: BSD-2-Clause */
#include "lease6.h"

#include <string.h>
#include <sys/socket.h>

/* An address that a server may give away, or be reached at. */
static bool host6(const char *text, struct addr *out)
{
	return addr_parse(text, out) && out->family == AF_INET6 &&
	       addr_is_host(out);
}

static void parse_servers(const char *list, struct lease6 *out)
{
	char word[PREFIX_TEXT];
	struct addr a;

	while (lease_word(&list, word)) {
		if (!host6(word, &a))
			lease_odd(out->odd, "dns \"%s\"", word);
		else if (out->dns_count < LEASE_DNS)
			out->dns[out->dns_count++] = a;
	}
}

const char *lease6_parse(lease_get *get, struct lease6 *out)
{
	const char *v;

	memset(out, 0, sizeof(*out));
	v = get("dns");
	if (v)
		parse_servers(v, out);
	v = get("ipv6");
	if (!v)
		return NULL;
	if (!host6(v, &out->address.addr) ||
	    addr_is_linklocal(&out->address.addr))
		return "ipv6";
	out->address.len = 128;
	v = get("lease");
	if (v && !strcmp(v, "0"))
		return "lease";
	out->seconds = lease_seconds(v, out->odd);
	return NULL;
}
