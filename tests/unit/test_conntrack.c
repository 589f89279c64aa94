// sources: tools/lib/addr.c tools/lib/cmdline.c tools/lib/grow.c tools/lib/netlink.c tools/lib/tunnel.c tools/wg/peers.c
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whose connections are deleted; against the kernel, in a network of this test's
 * own, if this kernel has a table of connections.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>

#include "../../tools/wgd/conntrack.c"

static struct conntrack c;

static struct peer_net net(const char *text)
{
	struct prefix p;
	struct peer_net n;

	assert_true(prefix_parse(text, &p));
	assert_null(peer_net_take(&p, &n));
	return n;
}

static void note(const char *text, bool gone)
{
	struct peer_net n = net(text);

	assert_int_equal(conntrack_note(&c, &n, gone), 0);
}

static bool is_gone(const char *text)
{
	struct peer_net n = net(text);

	return goes(&c, &n);
}

static void forget_notes(void)
{
	free(c.net);
	memset(&c, 0, sizeof(c));
}

static void longest(void **state)
{
	(void)state;
	forget_notes();
	for (int i = 2; i < 60; i++) {
		char text[32];

		snprintf(text, sizeof(text), "10.0.0.%d/32", 61 - i);
		note(text, true);
	}
	note("fd00::2/128", true);
	note("10.0.0.9/32", true);
	sort(&c);
	assert_int_equal(c.count, 59);
	assert_true(is_gone("10.0.0.2") && is_gone("10.0.0.59"));
	assert_true(is_gone("fd00::2"));
	assert_false(is_gone("10.0.0.1") || is_gone("10.0.0.60"));
	assert_false(is_gone("fd00::3"));
	/* Not the bytes of the other family. */
	assert_false(is_gone("a00:2::"));
	assert_false(c.wide);
	note("10.1.0.0/16", true);
	note("10.1.2.0/24", false);
	note("10.1.2.8/32", true);
	note("10.1.9.9/32", false); /* moved to another peer: it goes, too */
	note("10.1.9.9/32", true);
	note("fd01::/48", true);
	assert_true(c.wide);
	sort(&c);
	assert_true(is_gone("10.1.0.0") && is_gone("10.1.255.255"));
	assert_false(is_gone("10.1.2.7") || is_gone("10.2.0.0"));
	assert_true(is_gone("10.1.2.8") && is_gone("10.1.9.9"));
	assert_true(is_gone("fd01:0:0:ffff::1"));
	assert_false(is_gone("fd01:0:1::"));
	forget_notes();
}

static void put_tuple(struct nl_buf *b, uint16_t type, const struct addr *from,
		      const struct addr *to, uint16_t port)
{
	bool v4 = from->family == AF_INET;
	size_t size = addr_size(from->family), tuple = nl_nest(b, type);
	size_t part = nl_nest(b, CTA_TUPLE_IP);
	uint16_t wire = htons(port);

	nl_put(b, v4 ? CTA_IP_V4_SRC : CTA_IP_V6_SRC, from->bytes, size);
	nl_put(b, v4 ? CTA_IP_V4_DST : CTA_IP_V6_DST, to->bytes, size);
	nl_nest_end(b, part);
	part = nl_nest(b, CTA_TUPLE_PROTO);
	nl_put_u8(b, CTA_PROTO_NUM, IPPROTO_UDP);
	nl_put_u16(b, CTA_PROTO_SRC_PORT, wire);
	nl_put_u16(b, CTA_PROTO_DST_PORT, wire);
	nl_nest_end(b, part);
	nl_nest_end(b, tuple);
}

/* A connection from there, as packets would make one. Returns 0, or -1. */
static int connection(struct nl *nl, const char *source, uint16_t port)
{
	struct nfgenmsg head = {.version = NFNETLINK_V0};
	struct addr from, to;
	struct nl_buf b;

	assert_true(addr_parse(source, &from));
	assert_true(addr_parse(from.family == AF_INET ? "192.0.2.1" :
			       "2001:db8::1", &to));
	head.nfgen_family = (uint8_t)from.family;
	nl_begin(&b, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW,
		 NLM_F_CREATE | NLM_F_EXCL, &head, sizeof(head));
	put_tuple(&b, CTA_TUPLE_ORIG, &from, &to, port);
	put_tuple(&b, CTA_TUPLE_REPLY, &to, &from, port);
	nl_put_u32(&b, CTA_TIMEOUT, htonl(600));
	return nl_talk(nl, &b, NULL, NULL);
}

static int count_entry(const struct nlmsghdr *head, const unsigned char *p,
		       size_t len, void *arg)
{
	struct entry e;

	(void)head;
	*(size_t *)arg += read_entry(p, len, &e);
	return 0;
}

static size_t entries(struct nl *nl)
{
	struct nfgenmsg head = {.version = NFNETLINK_V0};
	size_t count;

	assert_int_equal(nl_dump(nl, NFNL_SUBSYS_CTNETLINK << 8 |
				 IPCTNL_MSG_CT_GET, &head, sizeof(head),
				 count_entry, &count, &count), 0);
	return count;
}

/* 4,000 connections of 200 addresses; those of the odd ones go. */
static void table(void **state)
{
	char text[64];

	(void)state;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) || conntrack_open(&c) ||
	    connection(&c.one, "10.0.0.250", 1))
		skip();
	assert_int_equal(conntrack_forget(&c), 0);
	assert_int_equal(entries(&c.one), 1);
	for (int i = 0; i < 100; i++)
		for (uint16_t port = 1; port <= 20; port++) {
			snprintf(text, sizeof(text), "10.0.0.%d", i);
			assert_int_equal(connection(&c.one, text, port), 0);
			snprintf(text, sizeof(text), "fd00::%d", i);
			assert_int_equal(connection(&c.one, text, port), 0);
		}
	assert_int_equal(entries(&c.one), 4001);
	for (int i = 1; i < 100; i += 2) {
		snprintf(text, sizeof(text), "10.0.0.%d/32", i);
		note(text, true);
		snprintf(text, sizeof(text), "fd00::%d/128", i);
		note(text, true);
	}
	assert_int_equal(conntrack_forget(&c), 0);
	assert_int_equal(entries(&c.one), 2001);
	assert_int_equal(c.count, 0);
	/* A network, but for what another peer has in it. */
	note("fd00::/64", true);
	note("fd00::4/128", false);
	assert_int_equal(conntrack_forget(&c), 0);
	assert_int_equal(entries(&c.one), 1021);
	assert_false(c.wide);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(longest), cmocka_unit_test(table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
