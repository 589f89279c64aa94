/* SPDX-License-Identifier: BSD-2-Clause */
#include "routes.h"

#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

/* The route to a network; false if it needs none. */
static bool route_to(const struct wg_conf *conf, int index,
		     const struct peer_net *n, struct rtnl_route *out)
{
	*out = (struct rtnl_route){.index = index, .proto = RTPROT_STATIC};
	out->dst.addr.family = n->family;
	out->dst.len = n->len;
	memcpy(out->dst.addr.bytes, n->bytes, sizeof(n->bytes));
	for (size_t i = 0; i < conf->address_count; i++)
		if (conf->address[i].len <= n->len &&
		    prefix_contains(&conf->address[i], &out->dst.addr))
			return false;
	return true;
}

int routes_add(struct nl *nl, int index, const struct wg_conf *conf,
	       const struct peers *t)
{
	struct rtnl_route r;
	int count = 0;

	for (size_t i = 0; i < t->nets; i++)
		if (route_to(conf, index, &t->net[i], &r)) {
			if (rtnl_route_add(nl, &r))
				return -1;
			count++;
		}
	return count;
}

int routes_trim(struct nl *nl, int index, const struct wg_conf *conf,
		const struct peers *a, const struct peers *b)
{
	struct rtnl_route *keep = calloc(a->nets + b->nets + 1, sizeof(*keep));
	size_t n = 0;
	int bad;

	if (!keep)
		return -1;
	for (size_t i = 0; i < a->nets; i++)
		n += route_to(conf, index, &a->net[i], &keep[n]);
	for (size_t i = 0; i < b->nets; i++)
		n += route_to(conf, index, &b->net[i], &keep[n]);
	bad = rtnl_route_flush(nl, index, AF_INET, RTPROT_STATIC, keep, n) ||
	      rtnl_route_flush(nl, index, AF_INET6, RTPROT_STATIC, keep, n);
	free(keep);
	return bad ? -1 : 0;
}
