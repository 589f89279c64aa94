/* SPDX-License-Identifier: BSD-2-Clause */
/* rtnl.h: routes, and the rules that say in which table they are looked for. */
#include "rtnl.h"

#include <errno.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "grow.h"

/*
 * Metric of our routes: base plus interface index, so that the default routes
 * of two interfaces do not replace each other and the order is stable.
 */
enum { METRIC_BASE = 100 };

/* The common part of adding and deleting a route. */
static int route_talk(struct nl *nl, uint16_t type, uint16_t flags,
		      const struct rtnl_route *r)
{
	size_t size = addr_size(r->dst.addr.family);
	struct rtmsg head = {
	    .rtm_family = (uint8_t)r->dst.addr.family,
	    .rtm_dst_len = (uint8_t)r->dst.len,
	    .rtm_table = r->table ? RT_TABLE_UNSPEC : RT_TABLE_MAIN,
	    .rtm_protocol = r->proto,
	    .rtm_scope = r->gateway.family || !r->index ? RT_SCOPE_UNIVERSE :
							  RT_SCOPE_LINK,
	    .rtm_type = r->index ? RTN_UNICAST : RTN_UNREACHABLE,
	    .rtm_flags = r->onlink ? RTNH_F_ONLINK : 0,
	};
	struct nl_buf b;

	nl_begin(&b, type, flags, &head, sizeof(head));
	if (r->dst.len)
		nl_put(&b, RTA_DST, r->dst.addr.bytes, size);
	if (r->gateway.family)
		nl_put(&b, RTA_GATEWAY, r->gateway.bytes, size);
	if (r->table)
		nl_put_u32(&b, RTA_TABLE, r->table);
	if (r->index)
		nl_put_u32(&b, RTA_OIF, (uint32_t)r->index);
	nl_put_u32(&b, RTA_PRIORITY, r->index ?
		   METRIC_BASE + (uint32_t)r->index : UINT32_MAX);
	return nl_talk(nl, &b, NULL, NULL);
}

int rtnl_route_add(struct nl *nl, const struct rtnl_route *r)
{
	return route_talk(nl, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, r);
}

int rtnl_rule_add(struct nl *nl, int family, uint32_t priority, uint32_t table)
{
	struct fib_rule_hdr head = {
	    .family = (uint8_t)family,
	    .action = FR_ACT_TO_TBL,
	};
	struct nl_buf b;

	nl_begin(&b, RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, &head,
		 sizeof(head));
	nl_put_u32(&b, FRA_PRIORITY, priority);
	nl_put_u32(&b, FRA_TABLE, table);
	return nl_talk(nl, &b, NULL, NULL) && errno != EEXIST ? -1 : 0;
}

struct route_list {
	struct rtnl_route *route;
	size_t count, room;
	int index;
	uint8_t proto;
};

static int collect_route(const struct nlmsghdr *head, const unsigned char *p,
			 size_t len, void *arg)
{
	struct route_list *list = arg;
	struct rtnl_route *r;
	struct rtmsg route;
	struct nl_attr a;
	uint32_t oif = 0;
	size_t size;

	if (head->nlmsg_type != RTM_NEWROUTE || len < sizeof(route))
		return 0;
	memcpy(&route, p, sizeof(route));
	size = addr_size(route.rtm_family);
	if (route.rtm_protocol != list->proto || route.rtm_dst_len > size * 8 ||
	    route.rtm_table != RT_TABLE_MAIN)
		return 0;
	if (GROW(list->route, list->room, list->count))
		return errno;
	r = &list->route[list->count];
	memset(r, 0, sizeof(*r));
	r->index = list->index;
	r->proto = list->proto;
	r->dst.addr.family = route.rtm_family;
	r->dst.len = route.rtm_dst_len;
	p += NLMSG_ALIGN(sizeof(route));
	len -= NLMSG_ALIGN(sizeof(route));
	while (nl_attr_next(&p, &len, &a)) {
		if (a.type == RTA_DST && a.len == size) {
			memcpy(r->dst.addr.bytes, a.data, size);
		} else if (a.type == RTA_GATEWAY && a.len == size) {
			memcpy(r->gateway.bytes, a.data, size);
			r->gateway.family = route.rtm_family;
		} else if (a.type == RTA_OIF) {
			nl_attr_u32(&a, &oif);
		}
	}
	if (oif == (uint32_t)list->index)
		list->count++;
	return 0;
}

static bool same_destination(const struct prefix *a, const struct prefix *b)
{
	return a->len == b->len && prefix_contains(a, &b->addr);
}

int rtnl_route_flush(struct nl *nl, int index, int family, uint8_t proto,
		     const struct rtnl_route *keep, size_t count)
{
	struct rtmsg head = {.rtm_family = (uint8_t)family};
	struct route_list list = {.index = index, .proto = proto};
	int result = nl_dump(nl, RTM_GETROUTE, &head, sizeof(head),
			     collect_route, &list, &list.count);
	size_t i, k;

	for (i = 0; !result && i < list.count; i++) {
		for (k = 0; k < count; k++)
			if (same_destination(&list.route[i].dst, &keep[k].dst))
				break;
		/* ESRCH: it went with an address that was deleted. */
		if (k == count &&
		    route_talk(nl, RTM_DELROUTE, 0, &list.route[i]) &&
		    errno != ESRCH)
			result = -1;
	}
	free(list.route);
	return result;
}

struct default_route {
	int index;
	size_t count;
};

static int count_default(const struct nlmsghdr *head, const unsigned char *p,
			 size_t len, void *arg)
{
	struct default_route *want = arg;
	struct rtmsg route;
	struct nl_attr a;
	uint32_t oif = 0;

	if (head->nlmsg_type != RTM_NEWROUTE || len < sizeof(route))
		return 0;
	memcpy(&route, p, sizeof(route));
	if (route.rtm_dst_len || route.rtm_type != RTN_UNICAST)
		return 0;
	p += NLMSG_ALIGN(sizeof(route));
	len -= NLMSG_ALIGN(sizeof(route));
	while (nl_attr_next(&p, &len, &a))
		if (a.type == RTA_OIF)
			nl_attr_u32(&a, &oif);
	if (oif == (uint32_t)want->index)
		want->count++;
	return 0;
}

int rtnl_route_default(struct nl *nl, int index, int family, bool *out)
{
	struct rtmsg head = {.rtm_family = (uint8_t)family};
	struct default_route want = {.index = index};

	if (nl_dump(nl, RTM_GETROUTE, &head, sizeof(head), count_default, &want,
		 &want.count))
		return -1;
	*out = want.count > 0;
	return 0;
}
