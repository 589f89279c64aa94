/* SPDX-License-Identifier: BSD-2-Clause */
#include "routes.h"

#include <linux/rtnetlink.h>

int routes_add(struct nl *nl, int index, const struct tunnel *t)
{
	for (size_t i = 0; i < t->count; i++) {
		struct rtnl_route r = {
		    .index = index,
		    .dst = t->net[i],
		    .proto = RTPROT_STATIC,
		    .table = ROUTES_TABLE,
		};

		if (rtnl_route_add(nl, &r))
			return -1;
		r.index = 0;
		if (rtnl_route_add(nl, &r) ||
		    rtnl_rule_add(nl, t->net[i].addr.family, ROUTES_RULE,
				  ROUTES_TABLE))
			return -1;
	}
	return 0;
}
