/* SPDX-License-Identifier: BSD-2-Clause */
#include "keepout.h"

static void keep_routes(struct lease *l, const struct tunnel *t)
{
	char text[PREFIX_TEXT];
	size_t n = 0;

	for (size_t i = 0; i < l->route_count; i++) {
		const struct lease_route *r = &l->route[i];

		/* Others of 0.0.0.0/0, for one, are around the tunnel. */
		if (!tunnel_holds(t, &r->dst) && !tunnel_has(t, &r->gateway))
			l->route[n++] = *r;
		else
			lease_odd(l->odd, "route to %s (it or its gateway is "
				     "the tunnel's)",
				  prefix_text(&r->dst, text));
	}
	l->route_count = n;
	/* If nothing is left of the classless routes, there might be none. */
	if (!tunnel_has(t, &l->router))
		lease_use_router(l);
}

/* Returns how many of the servers are left. */
static size_t keep_dns(struct addr *dns, size_t count, const struct tunnel *t,
		       char odd[LEASE_ODD])
{
	char text[PREFIX_TEXT];
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		struct prefix p = {
		    dns[i], (unsigned int)addr_size(dns[i].family) * 8};

		if (!tunnel_has(t, &p.addr))
			dns[n++] = p.addr;
		else
			lease_odd(odd, "name server %s (it is the tunnel's)",
				  prefix_text(&p, text));
	}
	return n;
}

bool keepout_lease(struct lease *l, const struct tunnel *t)
{
	if (tunnel_has(t, &l->address.addr))
		return false;
	keep_routes(l, t);
	l->dns_count = keep_dns(l->dns, l->dns_count, t, l->odd);
	return true;
}

bool keepout_lease6(struct lease6 *l, const struct tunnel *t)
{
	if (tunnel_has(t, &l->address.addr))
		return false;
	l->dns_count = keep_dns(l->dns, l->dns_count, t, l->odd);
	return true;
}

const char *keepout_option(const struct ip_conf *c, const struct tunnel *t)
{
	if (tunnel_has(t, &c->address.addr))
		return "the address is the tunnel's (wg.address=, wg.allow=)";
	if (tunnel_has(t, &c->gateway))
		return "the gateway is the tunnel's (wg.address=, wg.allow=)";
	for (int i = 0; i < IPPARAM_DNS; i++)
		if (tunnel_has(t, &c->dns[i]))
			return "a name server is the tunnel's (wg.address=, "
			       "wg.allow=)";
	return NULL;
}
