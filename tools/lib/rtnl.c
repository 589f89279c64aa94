/* SPDX-License-Identifier: BSD-2-Clause */
#include "rtnl.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "grow.h"

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

/* Of net/if_inet6.h, which is no header of the API. */
enum { RA_OTHERCONF = 0x80, RA_MANAGED = 0x40, MTU6_MIN = 1280 };

static void lower_mtu6(struct rtnl_link *out, uint32_t mtu)
{
	if (mtu >= MTU6_MIN && (!out->mtu6 || mtu < out->mtu6))
		out->mtu6 = mtu;
}

/*
 * AF_INET6 inside IFLA_AF_SPEC. What routers advertise as MTU is looked at, too: the
 * kernel forgets it when the link's changes, and remembers it, without a word, at
 * the next advertisement.
 */
static void read_inet6(const struct nl_attr *inet6, struct rtnl_link *out)
{
	const unsigned char *p = inet6->data;
	size_t left = inet6->len;
	uint32_t flags, mtu;
	struct nl_attr a;

	while (nl_attr_next(&p, &left, &a)) {
		if (a.type == IFLA_INET6_FLAGS && nl_attr_u32(&a, &flags)) {
			out->ra_managed = flags & RA_MANAGED;
			out->ra_other = flags & RA_OTHERCONF;
		} else if (a.type == IFLA_INET6_RA_MTU &&
			   nl_attr_u32(&a, &mtu)) {
			lower_mtu6(out, mtu);
		} else if (a.type == IFLA_INET6_CONF &&
			   a.len >= (DEVCONF_MTU6 + 1) * sizeof(mtu)) {
			memcpy(&mtu, a.data + DEVCONF_MTU6 * sizeof(mtu),
			       sizeof(mtu));
			lower_mtu6(out, mtu);
		}
	}
}

static void read_families(const struct nl_attr *spec, struct rtnl_link *out)
{
	const unsigned char *p = spec->data;
	size_t left = spec->len;
	struct nl_attr a;

	while (nl_attr_next(&p, &left, &a))
		if (a.type == AF_INET6)
			read_inet6(&a, out);
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
		} else if (a.type == IFLA_PERM_ADDRESS && a.len == 6) {
			memcpy(out->own_mac, a.data, 6);
		} else if (a.type == IFLA_IFALIAS) {
			nl_attr_text(&a, out->alias, sizeof(out->alias));
		} else if (a.type == IFLA_LINKINFO) {
			read_kind(&a, out->kind);
		} else if (a.type == IFLA_MASTER) {
			out->enslaved = true;
		} else if (a.type == IFLA_MTU) {
			nl_attr_u32(&a, &out->mtu);
		} else if (a.type == IFLA_AF_SPEC) {
			read_families(&a, out);
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

static int collect_link(const struct nlmsghdr *head, const unsigned char *p,
			size_t len, void *arg)
{
	struct rtnl_links *list = arg;

	if (head->nlmsg_type != RTM_NEWLINK)
		return 0;
	if (GROW(list->link, list->room, list->count))
		return errno;
	if (rtnl_link_read(p, len, &list->link[list->count]))
		list->count++;
	return 0;
}

int rtnl_links(struct nl *nl, struct rtnl_links *out)
{
	struct ifinfomsg head = {.ifi_family = AF_UNSPEC};

	return nl_dump(nl, RTM_GETLINK, &head, sizeof(head), collect_link, out,
		       &out->count);
}

static int read_one(const struct nlmsghdr *head, const unsigned char *p,
		    size_t len, void *arg)
{
	return head->nlmsg_type == RTM_NEWLINK && rtnl_link_read(p, len, arg) ?
	    0 : EPROTO;
}

int rtnl_link_find(struct nl *nl, const char *name, struct rtnl_link *out)
{
	struct ifinfomsg head = {.ifi_family = AF_UNSPEC};
	struct nl_buf b;

	memset(out, 0, sizeof(*out));
	nl_begin(&b, RTM_GETLINK, 0, &head, sizeof(head));
	nl_put_text(&b, IFLA_IFNAME, name);
	return nl_talk(nl, &b, read_one, out);
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

int rtnl_link_set_mac(struct nl *nl, int index, const unsigned char mac[6])
{
	struct ifinfomsg head = {.ifi_index = index};
	struct nl_buf b;

	nl_begin(&b, RTM_NEWLINK, 0, &head, sizeof(head));
	nl_put(&b, IFLA_ADDRESS, mac, 6);
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

static int collect_addr(const struct nlmsghdr *head, const unsigned char *p,
			size_t len, void *arg)
{
	struct rtnl_addrs *list = arg;

	if (head->nlmsg_type != RTM_NEWADDR)
		return 0;
	if (GROW(list->addr, list->room, list->count))
		return errno;
	if (rtnl_addr_read(p, len, &list->addr[list->count]))
		list->count++;
	return 0;
}

/* Of one family, or AF_UNSPEC. */
static int list_addrs(struct nl *nl, int family, struct rtnl_addrs *out)
{
	struct ifaddrmsg head = {.ifa_family = (uint8_t)family};

	return nl_dump(nl, RTM_GETADDR, &head, sizeof(head), collect_addr, out,
		       &out->count);
}

int rtnl_addrs(struct nl *nl, struct rtnl_addrs *out)
{
	return list_addrs(nl, AF_UNSPEC, out);
}

int rtnl_addr_delete(struct nl *nl, const struct rtnl_addr *a)
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
	struct rtnl_addrs list = {0};
	int result = list_addrs(nl, family, &list);

	for (size_t i = 0; i < list.count; i++) {
		const struct rtnl_addr *a = &list.addr[i];
		const struct prefix *p = &a->prefix;

		if (a->index != index || a->proto != proto ||
		    (keep && p->len == keep->len &&
		     !memcmp(&p->addr, &keep->addr, sizeof(p->addr))))
			continue;
		/* Deleting the first address takes its secondaries along. */
		if (rtnl_addr_delete(nl, a) && errno != EADDRNOTAVAIL)
			result = -1;
	}
	free(list.addr);
	return result;
}
