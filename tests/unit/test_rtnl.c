// sources: tools/lib/grow.c tools/lib/netlink.c tools/lib/addr.c tools/lib/rtusable.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Interfaces, addresses and routes out of messages; and of the host itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/lib/rtnl.c"
#include "../../tools/lib/rtroute.c"

/* Build a payload with the code that builds requests. */
static struct nl_buf b;

static const unsigned char *payload(size_t *len)
{
	*len = b.len - sizeof(struct nlmsghdr);
	return b.data + sizeof(struct nlmsghdr);
}

static bool read_link(struct rtnl_link *l)
{
	size_t len;
	const unsigned char *p = payload(&len);

	return rtnl_link_read(p, len, l);
}

static void link_message(unsigned short type, unsigned int flags)
{
	struct ifinfomsg head = {
		.ifi_index = 3, .ifi_type = type, .ifi_flags = flags};

	nl_begin(&b, RTM_NEWLINK, 0, &head, sizeof(head));
	nl_put_text(&b, IFLA_IFNAME, "eth0");
}

static void links(void **state)
{
	struct rtnl_link l;
	size_t info;

	(void)state;
	link_message(ARPHRD_ETHER, IFF_UP | IFF_LOWER_UP);
	nl_put(&b, IFLA_ADDRESS, "\x52\x54\x00\x12\x34\x56", 6);
	assert_true(read_link(&l));
	assert_int_equal(l.index, 3);
	assert_string_equal(l.name, "eth0");
	assert_true(l.ethernet && l.up && l.carrier && !l.enslaved);
	assert_string_equal(l.kind, "");
	link_message(ARPHRD_ETHER, IFF_LOWER_UP); /* not up: no carrier */
	assert_true(read_link(&l));
	assert_false(l.carrier || l.up || l.ethernet);
	link_message(ARPHRD_LOOPBACK, IFF_UP | IFF_LOWER_UP);
	nl_put(&b, IFLA_ADDRESS, "\0\0\0\0\0\0", 6);
	assert_true(read_link(&l));
	assert_false(l.ethernet);
	link_message(ARPHRD_ETHER, IFF_UP);
	nl_put_u32(&b, IFLA_MASTER, 7);
	info = nl_nest(&b, IFLA_LINKINFO);
	nl_put_text(&b, IFLA_INFO_KIND, "a-kind-that-is-too-long");
	nl_nest_end(&b, info);
	assert_true(read_link(&l));
	assert_true(l.enslaved);
	assert_string_equal(l.kind, "a-kind-that-is-");
}

/* What a router says of a link: which MTU, and whether there is DHCPv6. */
static void advertised(uint32_t conf, uint32_t ra, uint32_t flags,
		       struct rtnl_link *l)
{
	uint32_t all[DEVCONF_MTU6 + 2] = {[DEVCONF_MTU6] = conf};
	size_t spec, inet6;

	link_message(ARPHRD_ETHER, IFF_UP);
	nl_put_u32(&b, IFLA_MTU, 1500);
	spec = nl_nest(&b, IFLA_AF_SPEC);
	inet6 = nl_nest(&b, AF_INET);
	nl_put_u32(&b, IFLA_INET6_FLAGS, 0xffffffff); /* not of this family */
	nl_nest_end(&b, inet6);
	inet6 = nl_nest(&b, AF_INET6);
	nl_put_u32(&b, IFLA_INET6_FLAGS, flags);
	nl_put(&b, IFLA_INET6_CONF, all, sizeof(all));
	nl_put_u32(&b, IFLA_INET6_RA_MTU, ra);
	nl_nest_end(&b, inet6);
	nl_nest_end(&b, spec);
	assert_true(read_link(l));
	assert_int_equal(l->mtu, 1500);
}

static void routers(void **state)
{
	struct rtnl_link l;

	(void)state;
	advertised(1500, 0, 0x40000000, &l);
	assert_int_equal(l.mtu6, 1500);
	assert_false(l.ra_managed || l.ra_other);
	advertised(1460, 1460, RA_MANAGED, &l);
	assert_int_equal(l.mtu6, 1460);
	assert_true(l.ra_managed && !l.ra_other);
	advertised(1500, 1460, RA_OTHERCONF, &l); /* the link's has changed */
	assert_int_equal(l.mtu6, 1460);
	assert_true(!l.ra_managed && l.ra_other);
	advertised(1500, 600, 0, &l); /* too small: the kernel takes none such */
	assert_int_equal(l.mtu6, 1500);
	advertised(1500, 9000, 0, &l);
	assert_int_equal(l.mtu6, 1500);
	link_message(ARPHRD_ETHER, IFF_UP);
	assert_true(read_link(&l));
	assert_int_equal(l.mtu6, 0);
}

/* Where a host can be reached. */
static void usable(void **state)
{
	static const struct {
		const char *text;
		uint8_t scope;
		uint32_t flags;
		bool usable;
	} all[] = {
		{"192.0.2.7/24", RT_SCOPE_UNIVERSE, 0, true},
		{"169.254.1.74/32", RT_SCOPE_UNIVERSE, 0, false},
		{"169.253.1.74/32", RT_SCOPE_UNIVERSE, 0, true},
		{"fe80::1/64", RT_SCOPE_UNIVERSE, 0, false},
		{"2001:db8::1/128", RT_SCOPE_UNIVERSE, 0, true},
		{"2001:db8::1/64", RT_SCOPE_LINK, 0, false},
		{"2001:db8::1/64", RT_SCOPE_UNIVERSE, IFA_F_TENTATIVE, false},
		{"2001:db8::1/64", RT_SCOPE_UNIVERSE, IFA_F_DADFAILED, false},
		{"2001:db8::1/64", RT_SCOPE_UNIVERSE, IFA_F_PERMANENT, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct rtnl_addr a = {
			.flags = all[i].flags, .scope = all[i].scope};

		assert_true(prefix_parse(all[i].text, &a.prefix));
		assert_int_equal(rtnl_addr_usable(&a), all[i].usable);
	}
}

static void damaged_links(void **state)
{
	struct ifinfomsg head = {.ifi_index = 3};
	struct rtnl_link l;
	size_t len;
	const unsigned char *p;

	(void)state;
	link_message(ARPHRD_ETHER, 0);
	p = payload(&len);
	assert_false(rtnl_link_read(p, sizeof(head) - 1, &l));
	assert_false(rtnl_link_read(p, 0, &l));
	nl_begin(&b, RTM_NEWLINK, 0, &head, sizeof(head)); /* no name */
	assert_false(read_link(&l));
	head.ifi_index = 0;
	nl_begin(&b, RTM_NEWLINK, 0, &head, sizeof(head));
	nl_put_text(&b, IFLA_IFNAME, "eth0");
	assert_false(read_link(&l));
	head.ifi_index = 3;
	head.ifi_family = AF_INET6; /* the per-protocol part, not the link */
	nl_begin(&b, RTM_NEWLINK, 0, &head, sizeof(head));
	nl_put_text(&b, IFLA_IFNAME, "eth0");
	assert_false(read_link(&l));
}

static bool read_addr(struct rtnl_addr *a)
{
	size_t len;
	const unsigned char *p = payload(&len);

	return rtnl_addr_read(p, len, a);
}

static void addresses(void **state)
{
	struct ifaddrmsg head = {.ifa_family = AF_INET, .ifa_prefixlen = 24,
				 .ifa_flags = 0x80, .ifa_index = 5};
	char text[PREFIX_TEXT];
	struct rtnl_addr a;

	(void)state;
	nl_begin(&b, RTM_NEWADDR, 0, &head, sizeof(head));
	nl_put(&b, IFA_ADDRESS, "\x0a\0\0\2", 4);
	nl_put(&b, IFA_LOCAL, "\x0a\0\0\1", 4);
	nl_put_u32(&b, IFA_FLAGS, 0x280);
	nl_put_u8(&b, IFA_PROTO, RTPROT_DHCP);
	assert_true(read_addr(&a));
	assert_string_equal(prefix_text(&a.prefix, text), "10.0.0.1/24");
	assert_int_equal(a.index, 5);
	assert_int_equal(a.flags, 0x280);
	assert_int_equal(a.proto, RTPROT_DHCP);
	/* In the other order it is still ours, not the peer's. */
	nl_begin(&b, RTM_NEWADDR, 0, &head, sizeof(head));
	nl_put(&b, IFA_LOCAL, "\x0a\0\0\1", 4);
	nl_put(&b, IFA_ADDRESS, "\x0a\0\0\2", 4);
	assert_true(read_addr(&a));
	assert_string_equal(prefix_text(&a.prefix, text), "10.0.0.1/24");
	assert_int_equal(a.flags, 0x80);
}

static void damaged_addresses(void **state)
{
	struct ifaddrmsg head = {.ifa_family = AF_INET, .ifa_prefixlen = 24};
	struct rtnl_addr a;

	(void)state;
	nl_begin(&b, RTM_NEWADDR, 0, &head, sizeof(head)); /* no address */
	assert_false(read_addr(&a));
	nl_put(&b, IFA_ADDRESS, "\x0a\0\0", 3); /* of wrong size */
	assert_false(read_addr(&a));
	nl_put(&b, IFA_LOCAL, "0123456789abcdef", 16);
	assert_false(read_addr(&a));
	head.ifa_prefixlen = 33;
	nl_begin(&b, RTM_NEWADDR, 0, &head, sizeof(head));
	nl_put(&b, IFA_LOCAL, "\x0a\0\0\1", 4);
	assert_false(read_addr(&a));
	head.ifa_family = AF_UNIX;
	head.ifa_prefixlen = 8;
	nl_begin(&b, RTM_NEWADDR, 0, &head, sizeof(head));
	nl_put(&b, IFA_LOCAL, "\x0a\0\0\1", 4);
	assert_false(read_addr(&a));
	assert_false(rtnl_addr_read(b.data, sizeof(head) - 1, &a));
}

static int read_route(struct route_list *list)
{
	struct nlmsghdr type = {.nlmsg_type = RTM_NEWROUTE};
	size_t len;
	const unsigned char *p = payload(&len);

	return collect_route(&type, p, len, list);
}

static void routes(void **state)
{
	static struct route_list list = {.index = 3, .proto = RTPROT_DHCP};
	struct rtmsg head = {.rtm_family = AF_INET, .rtm_dst_len = 16,
			     .rtm_protocol = RTPROT_DHCP,
			     .rtm_table = RT_TABLE_MAIN};

	(void)state;
	nl_begin(&b, RTM_NEWROUTE, 0, &head, sizeof(head));
	nl_put(&b, RTA_DST, "\x0a\1\0\0", 4);
	nl_put(&b, RTA_GATEWAY, "\x0a\0\0\2", 4);
	nl_put_u32(&b, RTA_OIF, 3);
	assert_int_equal(read_route(&list), 0);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.route[0].dst.len, 16);
	assert_int_equal(list.route[0].gateway.family, AF_INET);
	/* Of another interface, of another origin, damaged: not ours. */
	nl_begin(&b, RTM_NEWROUTE, 0, &head, sizeof(head));
	nl_put_u32(&b, RTA_OIF, 4);
	read_route(&list);
	head.rtm_protocol = RTPROT_STATIC;
	nl_begin(&b, RTM_NEWROUTE, 0, &head, sizeof(head));
	nl_put_u32(&b, RTA_OIF, 3);
	read_route(&list);
	head.rtm_protocol = RTPROT_DHCP;
	head.rtm_dst_len = 33;
	nl_begin(&b, RTM_NEWROUTE, 0, &head, sizeof(head));
	nl_put_u32(&b, RTA_OIF, 3);
	read_route(&list);
	head.rtm_dst_len = 16;
	head.rtm_table = RT_TABLE_LOCAL;
	nl_begin(&b, RTM_NEWROUTE, 0, &head, sizeof(head));
	nl_put_u32(&b, RTA_OIF, 3);
	read_route(&list);
	assert_int_equal(list.count, 1);
}

/* Against the running kernel, reading only. */
static void host(void **state)
{
	static struct nl nl;
	struct rtnl_link lo;

	(void)state;
	assert_int_equal(nl_open(&nl, NETLINK_ROUTE, 0), 0);
	assert_int_equal(rtnl_link_find(&nl, "lo", &lo), 0);
	assert_int_equal(lo.index, 1);
	assert_false(lo.ethernet);
	assert_int_equal(rtnl_link_find(&nl, "no-such-if", &lo), -1);
	assert_int_equal(errno, ENODEV);
	assert_int_equal(rtnl_addr_flush(&nl, 0x7fffffff, AF_INET, RTPROT_DHCP,
					 NULL), 0);
	nl_close(&nl);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links),     cmocka_unit_test(damaged_links),
		cmocka_unit_test(routers),   cmocka_unit_test(usable),
		cmocka_unit_test(addresses), cmocka_unit_test(damaged_addresses),
		cmocka_unit_test(routes),    cmocka_unit_test(host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
