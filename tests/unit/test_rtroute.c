// sources: tools/lib/addr.c tools/lib/cmdline.c tools/lib/grow.c tools/lib/netlink.c tools/lib/rtnl.c tools/lib/rtroute.c tools/lib/tunnel.c
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Against the kernel, in a network of this test's own: lists have no end, and the
 * way to the tunnel is nobody else's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/wgd/routes.c"

enum { MANY = 20000, SOME = 300, LINKS = 100 };

static struct nl nl;

static int count_one(const struct nlmsghdr *head, const unsigned char *p,
		     size_t len, void *arg)
{
	struct rtmsg r;

	if (head->nlmsg_type != RTM_NEWROUTE || len < sizeof(r))
		return 0;
	memcpy(&r, p, sizeof(r));
	*(size_t *)arg += r.rtm_protocol == RTPROT_DHCP;
	return 0;
}

static size_t routes(int family)
{
	struct rtmsg head = {.rtm_family = (uint8_t)family};
	size_t count;

	assert_int_equal(nl_dump(&nl, RTM_GETROUTE, &head, sizeof(head),
				 count_one, &count, &count), 0);
	return count;
}

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

/* The interface by which the kernel would send there, or negative: errno. */
static int way(const char *to)
{
	struct rtmsg head = {.rtm_family = AF_INET};
	struct nl_buf b;
	uint32_t oif = 0;
	struct addr a;

	assert_true(addr_parse(to, &a));
	head.rtm_family = (uint8_t)a.family;
	nl_begin(&b, RTM_GETROUTE, 0, &head, sizeof(head));
	nl_put(&b, RTA_DST, a.bytes, addr_size(a.family));
	return nl_talk(&nl, &b, take_oif, &oif) ? -errno : (int)oif;
}

/* One end of a cable to nowhere: up, with that address unless it is NULL. */
static int cable(const char *name, const char *address)
{
	struct rtnl_addr_how how = {.seconds = (uint32_t)RTNL_FOREVER,
				    .flags = 2 /* no duplicate detection */};
	struct rtnl_link l;
	struct prefix p;

	assert_int_equal(rtnl_link_create(&nl, name, "veth"), 0);
	assert_int_equal(rtnl_link_find(&nl, name, &l), 0);
	assert_int_equal(rtnl_link_set_up(&nl, l.index, true), 0);
	if (address) {
		assert_true(prefix_parse(address, &p));
		assert_int_equal(rtnl_addr_add(&nl, l.index, &p, &how), 0);
	}
	return l.index;
}

static int setup(void **state)
{
	(void)state;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		fail_msg("this machine gives no network of its own: %s",
			 strerror(errno));
	return nl_open(&nl, NETLINK_ROUTE, 0);
}

static void no_end(void **state)
{
	struct rtnl_addr_how how = {.seconds = (uint32_t)RTNL_FOREVER,
				    .proto = RTPROT_DHCP};
	static struct rtnl_route r[MANY];
	struct rtnl_links links = {0};
	struct rtnl_addrs addrs = {0};
	struct prefix p;
	char name[IFNAMSIZ];
	int up = cable("up", NULL);

	(void)state;
	for (uint32_t i = 0; i < MANY; i++) {
		r[i] = (struct rtnl_route){.index = up, .proto = RTPROT_DHCP,
		    .dst = {{AF_INET, {10, (unsigned char)(65 + i / 65536),
				       (unsigned char)(i / 256),
				       (unsigned char)i}}, 32}};
		assert_int_equal(rtnl_route_add(&nl, &r[i]), 0);
	}
	assert_int_equal(routes(AF_INET), MANY);
	assert_int_equal(rtnl_route_flush(&nl, up, AF_INET, RTPROT_DHCP,
					  r + MANY - 3, 3), 0);
	assert_int_equal(routes(AF_INET), 3);
	for (int i = 0; i < SOME; i++) {
		p = (struct prefix){{AF_INET, {10, 1, (unsigned char)(i / 256),
					       (unsigned char)i}}, 32};
		assert_int_equal(rtnl_addr_add(&nl, up, &p, &how), 0);
	}
	assert_int_equal(rtnl_addrs(&nl, &addrs), 0);
	assert_true(addrs.count >= SOME);
	assert_int_equal(rtnl_addr_flush(&nl, up, AF_INET, RTPROT_DHCP, &p), 0);
	assert_int_equal(rtnl_addrs(&nl, &addrs), 0);
	assert_true(addrs.count < 9);
	for (int i = 0; i < LINKS; i++) {
		snprintf(name, sizeof(name), "many%d", i);
		cable(name, NULL);
	}
	assert_int_equal(rtnl_links(&nl, &links), 0);
	assert_true(links.count > 2 * LINKS);
	free(links.link);
	free(addrs.addr);
}

/* What DHCP, router advertisements or anyone adds for the uplink is no way. */
static void tunnel(void **state)
{
	static const char *const taken[] = {
		"10.64.0.2/32", "10.64.0.0/25", "10.64.0.0/24", "10.65.7.0/24",
		"fd6d::2/128", "fd6d::/64", "fd6d::/65",
	};
	int up = cable("eth0", "192.0.2.7/24"), inside = cable("wg9", "10.64.0.1/24");
	struct rtnl_route r = {.index = up, .proto = RTPROT_DHCP};
	struct tunnel t;

	(void)state;
	tunnel_read("wg.address=10.64.0.1/24,fd6d::1/64 wg.allow=10.65.0.0/16", &t);
	assert_int_equal(routes_add(&nl, inside, &t), 0);
	assert_int_equal(routes_add(&nl, inside, &t), 0);
	r.dst.addr.family = AF_INET;
	assert_int_equal(rtnl_route_add(&nl, &r), 0);
	for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); i++) {
		assert_true(prefix_parse(taken[i], &r.dst));
		assert_int_equal(rtnl_route_add(&nl, &r), 0);
	}
	assert_int_equal(way("10.64.0.2"), inside);
	assert_int_equal(way("10.65.7.1"), inside);
	assert_int_equal(way("fd6d::2"), inside);
	assert_int_equal(way("10.66.0.1"), up);
	assert_int_equal(way("192.0.2.1"), up);
	/* Nor when there is no tunnel. */
	assert_int_equal(rtnl_link_delete(&nl, inside), 0);
	assert_int_equal(way("10.64.0.2"), -EHOSTUNREACH);
	assert_int_equal(way("10.65.7.1"), -EHOSTUNREACH);
	assert_int_equal(way("fd6d::2"), -EHOSTUNREACH);
	/* And a tunnel made anew is the way again. */
	inside = cable("wg9", "10.64.0.1/24");
	assert_int_equal(routes_add(&nl, inside, &t), 0);
	assert_int_equal(way("10.64.0.2"), inside);
	assert_int_equal(way("fd6d::2"), inside);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_end), cmocka_unit_test(tunnel),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
