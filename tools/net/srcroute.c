/* SPDX-License-Identifier: BSD-2-Clause */
#include "srcroute.h"

#include <errno.h>
#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "grow.h"

/* Of all uplinks: more than their leases have (lease.h). */
enum { ROUTES_MAX = 2048 };

/* A route of an interface, in the main table or in the interface's own. */
struct route {
	uint32_t table, oif, metric;
	struct prefix dst;
	struct addr gateway; /* family 0: none */
	bool onlink;
	uint8_t scope;
	bool seen; /* there is its like in the other table */
};

struct rule {
	struct prefix src;
	uint32_t table;
	bool seen; /* an address asks for it */
};

static struct {
	const int *index;
	size_t count;
	struct route *route;
	size_t routes, route_room;
	struct rule *rule;
	size_t rules, rule_room;
	struct rtnl_addrs addrs;
} v;

static bool is_ours(uint32_t table)
{
	return table > SRCROUTE_TABLE && table - SRCROUTE_TABLE < SRCROUTE_TABLES;
}

static bool is_uplink(uint32_t index)
{
	for (size_t i = 0; i < v.count; i++)
		if ((uint32_t)v.index[i] == index)
			return true;
	return false;
}

static void take_addr(const struct nl_attr *a, int family, struct addr *out)
{
	if (a->len != addr_size(family))
		return;
	out->family = family;
	memcpy(out->bytes, a->data, a->len);
}

static int read_route(const struct nlmsghdr *head, const unsigned char *p,
		      size_t len, void *arg)
{
	struct route r = {0};
	struct rtmsg msg;
	struct nl_attr a;

	(void)arg;
	if (head->nlmsg_type != RTM_NEWROUTE || len < sizeof(msg))
		return 0;
	memcpy(&msg, p, sizeof(msg));
	if (msg.rtm_type != RTN_UNICAST || msg.rtm_flags & RTM_F_CLONED ||
	    (msg.rtm_family != AF_INET && msg.rtm_family != AF_INET6) ||
	    msg.rtm_dst_len > addr_size(msg.rtm_family) * 8)
		return 0;
	r.table = msg.rtm_table;
	r.dst.addr.family = msg.rtm_family;
	r.dst.len = msg.rtm_dst_len;
	r.onlink = msg.rtm_flags & RTNH_F_ONLINK;
	r.scope = msg.rtm_scope;
	p += NLMSG_ALIGN(sizeof(msg));
	len -= NLMSG_ALIGN(sizeof(msg));
	while (nl_attr_next(&p, &len, &a)) {
		if (a.type == RTA_DST)
			take_addr(&a, msg.rtm_family, &r.dst.addr);
		else if (a.type == RTA_GATEWAY)
			take_addr(&a, msg.rtm_family, &r.gateway);
		else if (a.type == RTA_OIF)
			nl_attr_u32(&a, &r.oif);
		else if (a.type == RTA_PRIORITY)
			nl_attr_u32(&a, &r.metric);
		else if (a.type == RTA_TABLE)
			nl_attr_u32(&a, &r.table);
	}
	/* Link local neighbours of IPv6 are found by interface, not by source. */
	if ((msg.rtm_family == AF_INET6 && addr_is_linklocal(&r.dst.addr)) ||
	    !(is_ours(r.table) ||
	      (r.table == RT_TABLE_MAIN && is_uplink(r.oif))))
		return 0;
	/* Routers may advertise without end; what is over stays in the main table. */
	if (v.routes >= ROUTES_MAX && r.dst.len)
		return 0;
	if (GROW(v.route, v.route_room, v.routes))
		return errno;
	v.route[v.routes++] = r;
	return 0;
}

static int read_rule(const struct nlmsghdr *head, const unsigned char *p,
		     size_t len, void *arg)
{
	struct fib_rule_hdr msg;
	struct rule r = {0};
	struct nl_attr a;
	uint32_t priority = 0;

	(void)arg;
	if (head->nlmsg_type != RTM_NEWRULE || len < sizeof(msg))
		return 0;
	memcpy(&msg, p, sizeof(msg));
	if (msg.family != AF_INET && msg.family != AF_INET6)
		return 0;
	r.table = msg.table;
	r.src.len = msg.src_len;
	p += NLMSG_ALIGN(sizeof(msg));
	len -= NLMSG_ALIGN(sizeof(msg));
	while (nl_attr_next(&p, &len, &a)) {
		if (a.type == FRA_SRC)
			take_addr(&a, msg.family, &r.src.addr);
		else if (a.type == FRA_PRIORITY)
			nl_attr_u32(&a, &priority);
		else if (a.type == FRA_TABLE)
			nl_attr_u32(&a, &r.table);
	}
	if (priority != SRCROUTE_RULE || !is_ours(r.table))
		return 0;
	if (GROW(v.rule, v.rule_room, v.rules))
		return errno;
	v.rule[v.rules++] = r;
	return 0;
}

/* All of both families. */
static int look(struct nl *nl)
{
	struct rtmsg route = {.rtm_family = AF_UNSPEC};
	struct fib_rule_hdr rule = {.family = AF_UNSPEC};

	return nl_dump(nl, RTM_GETROUTE, &route, sizeof(route), read_route,
		       NULL, &v.routes) ||
	       nl_dump(nl, RTM_GETRULE, &rule, sizeof(rule), read_rule, NULL,
		       &v.rules) ||
	       rtnl_addrs(nl, &v.addrs) ? -1 : 0;
}

static int change_route(struct nl *nl, uint16_t type, const struct route *r)
{
	struct rtmsg head = {
	    .rtm_family = (uint8_t)r->dst.addr.family,
	    .rtm_dst_len = (uint8_t)r->dst.len,
	    .rtm_protocol = RTPROT_STATIC,
	    .rtm_scope = r->scope,
	    .rtm_type = RTN_UNICAST,
	    .rtm_flags = r->onlink ? RTNH_F_ONLINK : 0,
	};
	size_t size = addr_size(r->dst.addr.family);
	struct nl_buf b;

	nl_begin(&b, type, type == RTM_NEWROUTE ? NLM_F_CREATE : 0, &head,
		 sizeof(head));
	if (r->dst.len)
		nl_put(&b, RTA_DST, r->dst.addr.bytes, size);
	if (r->gateway.family)
		nl_put(&b, RTA_GATEWAY, r->gateway.bytes, size);
	nl_put_u32(&b, RTA_TABLE, r->table);
	nl_put_u32(&b, RTA_OIF, r->oif);
	nl_put_u32(&b, RTA_PRIORITY, r->metric);
	return nl_talk(nl, &b, NULL, NULL);
}

static int change_rule(struct nl *nl, uint16_t type, const struct rule *r)
{
	struct fib_rule_hdr head = {
	    .family = (uint8_t)r->src.addr.family,
	    .src_len = (uint8_t)r->src.len,
	    .action = FR_ACT_TO_TBL,
	};
	struct nl_buf b;

	nl_begin(&b, type, type == RTM_NEWRULE ? NLM_F_CREATE | NLM_F_EXCL : 0,
		 &head, sizeof(head));
	nl_put(&b, FRA_SRC, r->src.addr.bytes, addr_size(r->src.addr.family));
	nl_put_u32(&b, FRA_PRIORITY, SRCROUTE_RULE);
	nl_put_u32(&b, FRA_TABLE, r->table);
	return nl_talk(nl, &b, NULL, NULL);
}

/* In one table only one goes to a place with the same metric. */
static bool same_place(const struct route *a, const struct route *b)
{
	return a->oif == b->oif && a->metric == b->metric &&
	       a->dst.len == b->dst.len &&
	       !memcmp(&a->dst.addr, &b->dst.addr, sizeof(a->dst.addr));
}

static bool same_way(const struct route *a, const struct route *b)
{
	return a->onlink == b->onlink &&
	       !memcmp(&a->gateway, &b->gateway, sizeof(a->gateway));
}

/* Mark what is in both tables, and in the main one what has no room in the other. */
static void compare(void)
{
	for (size_t i = 0; i < v.routes; i++) {
		struct route *m = &v.route[i];

		if (m->table != RT_TABLE_MAIN || v.count < 2)
			continue;
		for (size_t k = 0; k < v.routes; k++) {
			struct route *o = &v.route[k];

			if (o->table != SRCROUTE_TABLE + m->oif ||
			    !same_place(m, o) || !same_way(m, o))
				continue;
			m->seen = o->seen = true;
		}
	}
	for (size_t i = 0; i < v.routes; i++)
		for (size_t k = 0; k < v.routes && !v.route[i].seen; k++)
			if (v.route[i].table == RT_TABLE_MAIN && i != k &&
			    v.route[k].table == RT_TABLE_MAIN &&
			    (v.route[k].seen || k < i) &&
			    same_place(&v.route[i], &v.route[k]))
				v.route[i].seen = true;
}

static int sync_routes(struct nl *nl)
{
	int result = 0;

	compare();
	/* ESRCH: it went by itself, with its interface or address. */
	for (size_t i = 0; i < v.routes; i++)
		if (v.route[i].table != RT_TABLE_MAIN && !v.route[i].seen &&
		    change_route(nl, RTM_DELROUTE, &v.route[i]) &&
		    errno != ESRCH)
			result = -1;
	if (v.count < 2)
		return result;
	/* Those without a gateway first: gateways are looked for in them. */
	for (size_t i = 0; i < 2 * v.routes; i++) {
		struct route r = v.route[i % v.routes];

		if (r.table != RT_TABLE_MAIN || r.seen ||
		    (r.gateway.family != 0) != (i >= v.routes))
			continue;
		r.table = SRCROUTE_TABLE + r.oif;
		if (change_route(nl, RTM_NEWROUTE, &r) && errno != EEXIST)
			result = -1;
	}
	return result;
}

static int ask_rule(struct nl *nl, const struct rtnl_addr *a)
{
	struct rule r = {
	    .src = {a->prefix.addr,
		    (unsigned int)addr_size(a->prefix.addr.family) * 8},
	    .table = SRCROUTE_TABLE + (uint32_t)a->index,
	};

	for (size_t i = 0; i < v.rules; i++) {
		struct rule *old = &v.rule[i];

		if (old->table != r.table || old->src.len != r.src.len ||
		    memcmp(&old->src.addr, &r.src.addr, sizeof(r.src.addr)))
			continue;
		old->seen = true;
		return 0;
	}
	return change_rule(nl, RTM_NEWRULE, &r) && errno != EEXIST ? -1 : 0;
}

static int sync_rules(struct nl *nl)
{
	int result = 0;

	for (size_t i = 0; v.count >= 2 && i < v.addrs.count; i++) {
		const struct rtnl_addr *a = &v.addrs.addr[i];

		if (is_uplink((uint32_t)a->index) && a->scope < RT_SCOPE_LINK &&
		    ask_rule(nl, a))
			result = -1;
	}
	for (size_t i = 0; i < v.rules; i++)
		if (!v.rule[i].seen &&
		    change_rule(nl, RTM_DELRULE, &v.rule[i]) && errno != ENOENT)
			result = -1;
	return result;
}

int srcroute_sync(struct nl *nl, const int *index, size_t count)
{
	int routes;

	v.index = index;
	v.count = count;
	if (look(nl))
		return -1;
	/* Tables first: a rule to an empty one leads on to the main one. */
	routes = sync_routes(nl);
	return sync_rules(nl) || routes ? -1 : 0;
}
