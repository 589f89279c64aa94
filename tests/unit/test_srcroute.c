// sources: tools/lib/addr.c tools/lib/grow.c tools/lib/netlink.c tools/lib/rtnl.c tools/lib/rtroute.c
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Against the kernel, in a network of this test's own: two uplinks with a router
 * each, of which what has an address of one leaves by that one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sched.h>
#include <stdio.h>

#include "../../tools/net/srcroute.c"

static struct nl nl;
static int one, two;

static int take_oif(const struct nlmsghdr *head, const unsigned char *p,
		    size_t len, void *arg)
{
	struct nl_attr a;

	(void)head;
	p += NLMSG_ALIGN(sizeof(struct rtmsg));
	len -= NLMSG_ALIGN(sizeof(struct rtmsg));
	while (nl_attr_next(&p, &len, &a))
		if (a.type == RTA_OIF)
			nl_attr_u32(&a, arg);
	return 0;
}

/* The interface by which the kernel sends from there to there, or 0. */
static int way(const char *from, const char *to)
{
	struct rtmsg head = {0};
	struct nl_buf b;
	uint32_t oif = 0;
	struct addr a;

	assert_true(addr_parse(to, &a));
	head.rtm_family = (uint8_t)a.family;
	head.rtm_dst_len = (uint8_t)(addr_size(a.family) * 8);
	if (from)
		head.rtm_src_len = head.rtm_dst_len;
	nl_begin(&b, RTM_GETROUTE, 0, &head, sizeof(head));
	nl_put(&b, RTA_DST, a.bytes, addr_size(a.family));
	if (from) {
		assert_true(addr_parse(from, &a));
		nl_put(&b, RTA_SRC, a.bytes, addr_size(a.family));
	}
	return nl_talk(&nl, &b, take_oif, &oif) ? 0 : (int)oif;
}

static void address(int index, const char *text)
{
	struct rtnl_addr_how how = {.seconds = (uint32_t)RTNL_FOREVER,
				    .flags = 2 /* no duplicate detection */};
	struct prefix p;

	assert_true(prefix_parse(text, &p));
	assert_int_equal(rtnl_addr_add(&nl, index, &p, &how), 0);
}

static void router(int index, const char *text, bool onlink)
{
	struct rtnl_route r = {.index = index, .proto = RTPROT_DHCP,
			       .onlink = onlink};

	assert_true(addr_parse(text, &r.gateway));
	r.dst.addr.family = r.gateway.family;
	assert_int_equal(rtnl_route_add(&nl, &r), 0);
}

/* One end of a cable whose other end is up. */
static int cable(const char *name)
{
	struct rtnl_links links = {0};
	struct rtnl_link l;

	assert_int_equal(rtnl_link_create(&nl, name, "veth"), 0);
	assert_int_equal(rtnl_links(&nl, &links), 0);
	for (size_t i = 0; i < links.count; i++)
		assert_int_equal(rtnl_link_set_up(&nl, links.link[i].index,
						  true), 0);
	free(links.link);
	assert_int_equal(rtnl_link_find(&nl, name, &l), 0);
	return l.index;
}

static void sync_to(size_t count)
{
	const int index[] = {one, two};

	if (srcroute_sync(&nl, index, count))
		fail_msg("%s: %s", strerror(errno), nl.error);
}

/* How many routes of ours, and rules, there are. */
static size_t ours(void)
{
	size_t n;

	assert_int_equal(look(&nl), 0);
	n = v.rules;
	for (size_t i = 0; i < v.routes; i++)
		n += v.route[i].table != RT_TABLE_MAIN;
	return n;
}

static int setup(void **state)
{
	(void)state;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		fail_msg("this machine gives no network of its own: %s",
			 strerror(errno));
	if (nl_open(&nl, NETLINK_ROUTE, 0))
		return -1;
	one = cable("eth0");
	two = cable("eth1");
	return 0;
}

static void two_routers(void **state)
{
	size_t all;

	(void)state;
	address(one, "192.0.2.7/24");
	router(one, "192.0.2.1", false);
	address(one, "2001:db8:1::7/64");
	router(one, "fe80::1", false);
	address(two, "198.51.100.7/32");
	router(two, "198.51.100.1", true);
	address(two, "2001:db8:2::7/64");
	router(two, "2001:db8:2::1", false);
	assert_int_equal(way("198.51.100.7", "203.0.113.9"), one); /* control */
	sync_to(2);
	assert_int_equal(way("192.0.2.7", "203.0.113.9"), one);
	assert_int_equal(way("198.51.100.7", "203.0.113.9"), two);
	assert_int_equal(way(NULL, "203.0.113.9"), one);
	assert_int_equal(way("2001:db8:1::7", "2001:db8:9::9"), one);
	assert_int_equal(way("2001:db8:2::7", "2001:db8:9::9"), two);
	assert_int_equal(way(NULL, "2001:db8:9::9"), one);
	/* A neighbour of the one asks for the other: by its router. */
	assert_int_equal(way("198.51.100.7", "192.0.2.9"), two);
	assert_int_equal(way("192.0.2.7", "192.0.2.9"), one);
	/* Again: nothing to do. */
	all = ours();
	sync_to(2);
	assert_int_equal(ours(), all);
}

/* Both in one network, each with its own way into it. */
static void one_network(void **state)
{
	(void)state;
	address(two, "192.0.2.8/24");
	sync_to(2);
	assert_int_equal(way("192.0.2.7", "192.0.2.9"), one);
	assert_int_equal(way("192.0.2.8", "192.0.2.9"), two);
	assert_int_equal(way("192.0.2.8", "203.0.113.9"), two);
}

/* Addresses and routers come and go. */
static void changes(void **state)
{
	static const struct rtnl_route none;

	(void)state;
	assert_int_equal(rtnl_route_flush(&nl, two, AF_INET, RTPROT_DHCP, &none,
					  0), 0);
	sync_to(2);
	assert_int_equal(way("198.51.100.7", "203.0.113.9"), one);
	router(two, "192.0.2.1", false);
	sync_to(2);
	assert_int_equal(way("198.51.100.7", "203.0.113.9"), two);
	router(two, "192.0.2.2", false); /* another one instead */
	sync_to(2);
	assert_int_equal(way("192.0.2.8", "203.0.113.9"), two);
	assert_int_equal(rtnl_link_set_up(&nl, two, false), 0);
	assert_int_equal(rtnl_link_set_up(&nl, two, true), 0);
	sync_to(2);
	assert_int_equal(way("192.0.2.8", "192.0.2.9"), two);
	assert_int_equal(rtnl_addr_flush(&nl, two, AF_INET, 0, NULL), 0);
	sync_to(2);
	/* With one uplink there is nothing left of it. */
	sync_to(1);
	assert_int_equal(ours(), 0);
	assert_int_equal(way("192.0.2.7", "203.0.113.9"), one);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_routers), cmocka_unit_test(one_network),
		cmocka_unit_test(changes),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
