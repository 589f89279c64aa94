/* SPDX-License-Identifier: BSD-2-Clause */
#include "rtnl.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

/*
 * Metric of our routes: base plus interface index, so that the default routes
 * of two interfaces do not replace each other and the order is stable.
 */
enum { METRIC_BASE = 100 };

/* A change of the network may interrupt a dump; it settles within a few. */
enum { DUMP_TRIES = 10 };

/* IFLA_INFO_KIND inside IFLA_LINKINFO. */
static void read_kind(const struct nl_attr *info, char *kind)
{
	const unsigned char *p = info->data;
	size_t left = info->len;
	struct nl_attr a;

	while (nl_attr_next(&p, &left, &a))
		if (a.type == IFLA_INFO_KIND)
			nl_attr_text(&a, kind, IFNAMSIZ);
}

bool rtnl_link_read(const unsigned char *p, size_t len, struct rtnl_link *out)
{
	struct ifinfomsg head;
	struct nl_attr a;
	size_t left;

	memset(out, 0, sizeof(*out));
	if (len < sizeof(head))
		return false;
	memcpy(&head, p, sizeof(head));
	if (head.ifi_family != AF_UNSPEC)
		return false;
	p += NLMSG_ALIGN(sizeof(head));
	left = len - NLMSG_ALIGN(sizeof(head));
	out->index = head.ifi_index;
	out->up = head.ifi_flags & IFF_UP;
	/* IFF_LOWER_UP only: IFF_RUNNING stays until the other end goes. */
	out->carrier = out->up && (head.ifi_flags & IFF_LOWER_UP);
	while (nl_attr_next(&p, &left, &a)) {
		if (a.type == IFLA_IFNAME) {
			nl_attr_text(&a, out->name, sizeof(out->name));
		} else if (a.type == IFLA_ADDRESS && a.len == 6 &&
			   head.ifi_type == ARPHRD_ETHER) {
			memcpy(out->mac, a.data, 6);
			out->ethernet = true;
		} else if (a.type == IFLA_IFALIAS) {
			nl_attr_text(&a, out->alias, sizeof(out->alias));
		} else if (a.type == IFLA_LINKINFO) {
			read_kind(&a, out->kind);
		} else if (a.type == IFLA_MASTER) {
			out->enslaved = true;
		}
	}
	return out->index > 0 && out->name[0];
}

bool rtnl_addr_read(const unsigned char *p, size_t len, struct rtnl_addr *out)
{
	bool have_local = false, have_address = false;
	struct ifaddrmsg head;
	struct nl_attr a;
	size_t left, size;

	memset(out, 0, sizeof(*out));
	if (len < sizeof(head))
		return false;
	memcpy(&head, p, sizeof(head));
	if (head.ifa_family != AF_INET && head.ifa_family != AF_INET6)
		return false;
	size = addr_size(head.ifa_family);
	if (head.ifa_prefixlen > size * 8)
		return false;
	p += NLMSG_ALIGN(sizeof(head));
	left = len - NLMSG_ALIGN(sizeof(head));
	out->index = (int)head.ifa_index;
	out->prefix.addr.family = head.ifa_family;
	out->prefix.len = head.ifa_prefixlen;
	out->flags = head.ifa_flags;
	out->scope = head.ifa_scope;
	while (nl_attr_next(&p, &left, &a)) {
		/* LOCAL is ours; ADDRESS is the peer's on point to point. */
		if (a.type == IFA_LOCAL && a.len == size) {
			memcpy(out->prefix.addr.bytes, a.data, size);
			have_local = true;
		} else if (a.type == IFA_ADDRESS && a.len == size &&
			   !have_local) {
			memcpy(out->prefix.addr.bytes, a.data, size);
			have_address = true;
		} else if (a.type == IFA_FLAGS) {
			nl_attr_u32(&a, &out->flags);
		} else if (a.type == IFA_PROTO && a.len == 1) {
			out->proto = a.data[0];
		}
	}
	return have_local || have_address;
}

/* Dump with that header, again when it was interrupted. start: new try. */
static int dump(struct nl *nl, uint16_t type, const void *header, size_t len,
		nl_fn *fn, void *arg, size_t *count)
{
	struct nl_buf b;
	int i;

	for (i = 0; i < DUMP_TRIES; i++) {
		*count = 0;
		nl_begin(&b, type, NLM_F_DUMP, header, len);
		if (!nl_talk(nl, &b, fn, arg))
			return 0;
		if (errno != EAGAIN)
			return -1;
	}
	return -1;
}

struct link_list {
	struct rtnl_link *links;
	size_t count;
};

static int collect_link(const struct nlmsghdr *head, const unsigned char *p,
			size_t len, void *arg)
{
	struct link_list *list = arg;

	if (head->nlmsg_type == RTM_NEWLINK && list->count < RTNL_LINKS_MAX &&
	    rtnl_link_read(p, len, &list->links[list->count]))
		list->count++;
	return 0;
}

int rtnl_links(struct nl *nl, struct rtnl_link *links, size_t *count)
{
	struct ifinfomsg head = {.ifi_family = AF_UNSPEC};
	struct link_list list = {.links = links};

	*count = 0;
	if (dump(nl, RTM_GETLINK, &head, sizeof(head), collect_link, &list,
		 &list.count))
		return -1;
	*count = list.count;
	return 0;
}

int rtnl_link_find(struct nl *nl, const char *name, struct rtnl_link *out)
{
	struct rtnl_link links[RTNL_LINKS_MAX];
	size_t i, count;

	if (rtnl_links(nl, links, &count))
		return -1;
	for (i = 0; i < count; i++) {
		if (!strcmp(links[i].name, name)) {
			*out = links[i];
			return 0;
		}
	}
	errno = ENODEV;
	return -1;
}

int rtnl_link_create(struct nl *nl, const char *name, const char *kind)
{
	struct ifinfomsg head = {.ifi_family = AF_UNSPEC};
	struct nl_buf b;
	size_t info;

	nl_begin(&b, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &head,
		 sizeof(head));
	nl_put_text(&b, IFLA_IFNAME, name);
	info = nl_nest(&b, IFLA_LINKINFO);
	nl_put_text(&b, IFLA_INFO_KIND, kind);
	nl_nest_end(&b, info);
	return nl_talk(nl, &b, NULL, NULL);
}

int rtnl_link_delete(struct nl *nl, int index)
{
	struct ifinfomsg head = {.ifi_index = index};
	struct nl_buf b;

	nl_begin(&b, RTM_DELLINK, 0, &head, sizeof(head));
	return nl_talk(nl, &b, NULL, NULL);
}

int rtnl_link_set_up(struct nl *nl, int index, bool up)
{
	struct ifinfomsg head = {
	    .ifi_index = index,
	    .ifi_flags = up ? IFF_UP : 0,
	    .ifi_change = IFF_UP,
	};
	struct nl_buf b;

	nl_begin(&b, RTM_NEWLINK, 0, &head, sizeof(head));
	return nl_talk(nl, &b, NULL, NULL);
}

int rtnl_link_set_mtu(struct nl *nl, int index, uint32_t mtu)
{
	struct ifinfomsg head = {.ifi_index = index};
	struct nl_buf b;

	nl_begin(&b, RTM_NEWLINK, 0, &head, sizeof(head));
	nl_put_u32(&b, IFLA_MTU, mtu);
	return nl_talk(nl, &b, NULL, NULL);
}

int rtnl_link_set_master(struct nl *nl, int index, int master)
{
	struct ifinfomsg head = {.ifi_index = index};
	struct nl_buf b;

	nl_begin(&b, RTM_NEWLINK, 0, &head, sizeof(head));
	nl_put_u32(&b, IFLA_MASTER, (uint32_t)master);
	return nl_talk(nl, &b, NULL, NULL);
}

int rtnl_link_set_alias(struct nl *nl, int index, const char *alias)
{
	struct ifinfomsg head = {.ifi_index = index};
	struct nl_buf b;

	nl_begin(&b, RTM_NEWLINK, 0, &head, sizeof(head));
	nl_put_text(&b, IFLA_IFALIAS, alias);
	return nl_talk(nl, &b, NULL, NULL);
}

int rtnl_link_rename(struct nl *nl, int index, const char *name)
{
	struct ifinfomsg head = {.ifi_index = index};
	struct nl_buf b;

	nl_begin(&b, RTM_NEWLINK, 0, &head, sizeof(head));
	nl_put_text(&b, IFLA_IFNAME, name);
	return nl_talk(nl, &b, NULL, NULL);
}

int rtnl_addr_add(struct nl *nl, int index, const struct prefix *p,
		  const struct rtnl_addr_how *how)
{
	struct ifaddrmsg head = {
	    .ifa_family = (uint8_t)p->addr.family,
	    .ifa_prefixlen = (uint8_t)p->len,
	    .ifa_scope =
		addr_is_linklocal(&p->addr) ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE,
	    .ifa_index = (uint32_t)index,
	};
	struct ifa_cacheinfo life = {
	    .ifa_prefered = how->seconds,
	    .ifa_valid = how->seconds,
	};
	size_t size = addr_size(p->addr.family);
	struct nl_buf b;

	nl_begin(&b, RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, &head,
		 sizeof(head));
	nl_put(&b, IFA_LOCAL, p->addr.bytes, size);
	nl_put(&b, IFA_ADDRESS, p->addr.bytes, size);
	nl_put_u32(&b, IFA_FLAGS, how->flags);
	nl_put_u8(&b, IFA_PROTO, how->proto);
	nl_put(&b, IFA_CACHEINFO, &life, sizeof(life));
	return nl_talk(nl, &b, NULL, NULL);
}

struct addr_list {
	struct rtnl_addr addrs[RTNL_ADDRS_MAX];
	size_t count;
	int index; /* 0: of all interfaces, families, origins */
	int family;
	uint8_t proto;
};

static int collect_addr(const struct nlmsghdr *head, const unsigned char *p,
			size_t len, void *arg)
{
	struct addr_list *list = arg;
	struct rtnl_addr *a = &list->addrs[list->count];

	if (head->nlmsg_type == RTM_NEWADDR && list->count < RTNL_ADDRS_MAX &&
	    rtnl_addr_read(p, len, a) &&
	    (!list->index || (a->index == list->index &&
			      a->prefix.addr.family == list->family &&
			      a->proto == list->proto)))
		list->count++;
	return 0;
}

int rtnl_addrs(struct nl *nl, struct rtnl_addr *addrs, size_t *count)
{
	struct ifaddrmsg head = {.ifa_family = AF_UNSPEC};
	struct addr_list list = {.index = 0};

	*count = 0;
	if (dump(nl, RTM_GETADDR, &head, sizeof(head), collect_addr, &list,
		 &list.count))
		return -1;
	memcpy(addrs, list.addrs, list.count * sizeof(*addrs));
	*count = list.count;
	return 0;
}

static int addr_delete(struct nl *nl, const struct rtnl_addr *a)
{
	struct ifaddrmsg head = {
	    .ifa_family = (uint8_t)a->prefix.addr.family,
	    .ifa_prefixlen = (uint8_t)a->prefix.len,
	    .ifa_index = (uint32_t)a->index,
	};
	struct nl_buf b;

	nl_begin(&b, RTM_DELADDR, 0, &head, sizeof(head));
	nl_put(&b, IFA_LOCAL, a->prefix.addr.bytes,
	       addr_size(a->prefix.addr.family));
	return nl_talk(nl, &b, NULL, NULL);
}

int rtnl_addr_flush(struct nl *nl, int index, int family, uint8_t proto,
		    const struct prefix *keep)
{
	struct ifaddrmsg head = {.ifa_family = (uint8_t)family};
	struct addr_list list = {
	    .index = index, .family = family, .proto = proto};
	int result = 0;
	size_t i;

	if (dump(nl, RTM_GETADDR, &head, sizeof(head), collect_addr, &list,
		 &list.count))
		return -1;
	for (i = 0; i < list.count; i++) {
		const struct prefix *p = &list.addrs[i].prefix;

		if (keep && p->len == keep->len &&
		    !memcmp(&p->addr, &keep->addr, sizeof(p->addr)))
			continue;
		/* Deleting the first address takes its secondaries along. */
		if (addr_delete(nl, &list.addrs[i]) && errno != EADDRNOTAVAIL)
			result = -1;
	}
	return result;
}

/* The common part of adding and deleting a route. */
static int route_talk(struct nl *nl, uint16_t type, uint16_t flags,
		      const struct rtnl_route *r)
{
	size_t size = addr_size(r->dst.addr.family);
	struct rtmsg head = {
	    .rtm_family = (uint8_t)r->dst.addr.family,
	    .rtm_dst_len = (uint8_t)r->dst.len,
	    .rtm_table = RT_TABLE_MAIN,
	    .rtm_protocol = r->proto,
	    .rtm_scope = r->gateway.family ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK,
	    .rtm_type = RTN_UNICAST,
	    .rtm_flags = r->onlink ? RTNH_F_ONLINK : 0,
	};
	struct nl_buf b;

	nl_begin(&b, type, flags, &head, sizeof(head));
	if (r->dst.len)
		nl_put(&b, RTA_DST, r->dst.addr.bytes, size);
	if (r->gateway.family)
		nl_put(&b, RTA_GATEWAY, r->gateway.bytes, size);
	nl_put_u32(&b, RTA_OIF, (uint32_t)r->index);
	nl_put_u32(&b, RTA_PRIORITY, METRIC_BASE + (uint32_t)r->index);
	return nl_talk(nl, &b, NULL, NULL);
}

int rtnl_route_add(struct nl *nl, const struct rtnl_route *r)
{
	return route_talk(nl, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, r);
}

struct route_list {
	struct rtnl_route routes[RTNL_ADDRS_MAX];
	size_t count;
	int index;
	uint8_t proto;
};

static int collect_route(const struct nlmsghdr *head, const unsigned char *p,
			 size_t len, void *arg)
{
	struct route_list *list = arg;
	struct rtnl_route *r = &list->routes[list->count];
	struct rtmsg route;
	uint32_t oif = 0;
	struct nl_attr a;
	size_t size;

	if (head->nlmsg_type != RTM_NEWROUTE || len < sizeof(route) ||
	    list->count == RTNL_ADDRS_MAX)
		return 0;
	memcpy(&route, p, sizeof(route));
	size = addr_size(route.rtm_family);
	if (route.rtm_protocol != list->proto || route.rtm_dst_len > size * 8)
		return 0;
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
	int result = 0;
	size_t i, k;

	if (dump(nl, RTM_GETROUTE, &head, sizeof(head), collect_route, &list,
		 &list.count))
		return -1;
	for (i = 0; i < list.count; i++) {
		for (k = 0; k < count; k++)
			if (same_destination(&list.routes[i].dst, &keep[k].dst))
				break;
		/* ESRCH: it went with an address that was deleted. */
		if (k == count &&
		    route_talk(nl, RTM_DELROUTE, 0, &list.routes[i]) &&
		    errno != ESRCH)
			result = -1;
	}
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

	if (dump(nl, RTM_GETROUTE, &head, sizeof(head), count_default, &want,
		 &want.count))
		return -1;
	*out = want.count > 0;
	return 0;
}
