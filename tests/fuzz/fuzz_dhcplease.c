// sources: tools/lib/addr.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* A lease of DHCP or DHCPv6, one NAME=VALUE a line as udhcpc puts it into the environment. */
#include <stdint.h>
#include <stdlib.h>

#include "../../tools/net/lease.c"
#include "../../tools/net/lease6.c"

static char *text;

/* getenv() on the lines of text. */
static char *lookup(const char *name)
{
	size_t n = strlen(name);

	for (char *p = text; p; p = strchr(p, '\0')[1] ? strchr(p, '\0') + 1
						       : NULL)
		if (!strncmp(p, name, n) && p[n] == '=')
			return p + n + 1;
	return NULL;
}

static void check(const struct lease *l)
{
	if (l->address.addr.family != AF_INET ||
	    !addr_is_host(&l->address.addr) || l->address.len < 8 ||
	    l->address.len > 32 || l->seconds < SECONDS_MIN)
		abort();
	if (l->mtu && (l->mtu < MTU_MIN || l->mtu > MTU_MAX))
		abort();
	if (l->dns_count > LEASE_DNS || l->route_count > LEASE_ROUTES)
		abort();
	for (size_t i = 0; i < l->dns_count; i++)
		if (!addr_is_host(&l->dns[i]))
			abort();
	for (size_t i = 0; i < l->route_count; i++) {
		const struct lease_route *r = &l->route[i];

		if (r->dst.addr.family != AF_INET || r->dst.len > 32)
			abort();
		if (r->gateway.family && !addr_is_host(&r->gateway))
			abort();
	}
}

static void check6(const struct lease6 *l)
{
	const struct addr *a = &l->address.addr;

	if (l->address.addr.family &&
	    (a->family != AF_INET6 || !addr_is_host(a) ||
	     addr_is_linklocal(a) || l->address.len != 128 ||
	     l->seconds < SECONDS_MIN))
		abort();
	if (l->dns_count > LEASE_DNS)
		abort();
	for (size_t i = 0; i < l->dns_count; i++)
		if (l->dns[i].family != AF_INET6 || !addr_is_host(&l->dns[i]))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lease6 l6;
	struct lease l;

	/* Lines become strings; an empty one ends the environment. */
	text = malloc(size + 2);
	for (size_t i = 0; i < size; i++)
		text[i] = (char)(data[i] == '\n' ? 0 : data[i]);
	text[size] = text[size + 1] = '\0';
	if (!lease_parse(lookup, &l))
		check(&l);
	if (!lease6_parse(lookup, &l6))
		check6(&l6);
	free(text);
	return 0;
}
