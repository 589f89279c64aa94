/* SPDX-License-Identifier: BSD-2-Clause */
#include "conntrack.h"

#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <stdlib.h>
#include <string.h>

#include "grow.h"

struct conntrack_net {
	struct peer_net net;
	bool gone;
};

/* An entry of the kernel's table, as far as it takes to name it. */
struct entry {
	struct peer_net source;
	struct nl_attr tuple, id, zone; /* data NULL: there is none */
};

int conntrack_open(struct conntrack *c)
{
	return nl_open(&c->all, NETLINK_NETFILTER, 0) ||
	       nl_open(&c->one, NETLINK_NETFILTER, 0) ? -1 : 0;
}

int conntrack_note(struct conntrack *c, const struct peer_net *n, bool gone)
{
	if (GROW(c->net, c->room, c->count))
		return -1;
	c->net[c->count++] = (struct conntrack_net){*n, gone};
	if (gone && n->len < addr_size(n->family) * 8)
		c->wide = true;
	return 0;
}

static int by_net(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct peer_net));
}

/* In order, each network once: it goes if it goes from anybody. */
static void sort(struct conntrack *c)
{
	size_t n = 0;

	qsort(c->net, c->count, sizeof(*c->net), by_net);
	for (size_t i = 0; i < c->count; i++) {
		if (n && !by_net(&c->net[n - 1], &c->net[i]))
			c->net[n - 1].gone |= c->net[i].gone;
		else
			c->net[n++] = c->net[i];
	}
	c->count = n;
}

/* Is the address in a network that goes, by the longest that it is in? */
static bool goes(const struct conntrack *c, const struct peer_net *address)
{
	struct prefix p = peer_net_prefix(address);
	const struct conntrack_net *found;
	struct peer_net key;

	do {
		prefix_mask(&p);
		key = *address;
		key.len = (uint8_t)p.len;
		memcpy(key.bytes, p.addr.bytes, sizeof(key.bytes));
		found = bsearch(&key, c->net, c->count, sizeof(*c->net),
				by_net);
		if (found)
			return found->gone;
	} while (c->wide && p.len-- > 0);
	return false;
}

/* The address that a connection was begun from; false: there is none in it. */
static bool read_source(const struct nl_attr *tuple, struct peer_net *out)
{
	const unsigned char *p = tuple->data, *q;
	size_t left = tuple->len, rest;
	struct nl_attr a, b;

	memset(out, 0, sizeof(*out));
	while (nl_attr_next(&p, &left, &a)) {
		if (a.type != CTA_TUPLE_IP)
			continue;
		q = a.data;
		rest = a.len;
		while (nl_attr_next(&q, &rest, &b)) {
			if (b.type == CTA_IP_V4_SRC && b.len == 4)
				out->family = AF_INET;
			else if (b.type == CTA_IP_V6_SRC && b.len == 16)
				out->family = AF_INET6;
			else
				continue;
			out->len = (uint8_t)(b.len * 8);
			memcpy(out->bytes, b.data, b.len);
		}
	}
	return out->family != 0;
}

static bool read_entry(const unsigned char *p, size_t len, struct entry *out)
{
	struct nl_attr a;

	memset(out, 0, sizeof(*out));
	if (len < sizeof(struct nfgenmsg))
		return false;
	p += NLMSG_ALIGN(sizeof(struct nfgenmsg));
	len -= NLMSG_ALIGN(sizeof(struct nfgenmsg));
	while (nl_attr_next(&p, &len, &a)) {
		if (a.type == CTA_TUPLE_ORIG)
			out->tuple = a;
		else if (a.type == CTA_ID)
			out->id = a;
		else if (a.type == CTA_ZONE)
			out->zone = a;
	}
	return out->tuple.data && read_source(&out->tuple, &out->source);
}

/* That one, and not one that began since between the same two. */
static int delete_one(struct conntrack *c, const struct entry *e)
{
	struct nfgenmsg head = {
	    .nfgen_family = e->source.family,
	    .version = NFNETLINK_V0,
	};
	struct nl_buf *b = &c->request;

	nl_begin(b, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_DELETE, 0, &head,
		 sizeof(head));
	nl_put(b, CTA_TUPLE_ORIG | NLA_F_NESTED, e->tuple.data, e->tuple.len);
	if (e->id.data)
		nl_put(b, CTA_ID, e->id.data, e->id.len);
	if (e->zone.data)
		nl_put(b, CTA_ZONE, e->zone.data, e->zone.len);
	if (!nl_talk(&c->one, b, NULL, NULL) || errno == ENOENT)
		return 0;
	strcpy(c->all.error, c->one.error); /* same size */
	return errno;
}

static int on_entry(const struct nlmsghdr *head, const unsigned char *p,
		    size_t len, void *arg)
{
	struct conntrack *c = arg;
	struct entry e;
	int result = 0;

	(void)head;
	if (read_entry(p, len, &e) && goes(c, &e.source))
		result = delete_one(c, &e);
	explicit_bzero(&e, sizeof(e));
	return result;
}

int conntrack_forget(struct conntrack *c)
{
	struct nfgenmsg head = {.version = NFNETLINK_V0};
	size_t unused;
	int result;

	if (!c->count)
		return 0;
	sort(c);
	result = nl_dump(&c->all, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET,
			 &head, sizeof(head), on_entry, c, &unused);
	free(c->net);
	c->net = NULL;
	c->count = c->room = 0;
	c->wide = false;
	return result;
}
