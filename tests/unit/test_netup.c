// sources: tools/lib/addr.c tools/lib/rtusable.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* When the boot loader has enough of a network; the kernel and the clock are ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "messages.h"

#include "../../tools/stboot/netup.c"

static int64_t now;
static bool leased, way4, way6, written;
static int downs;
static struct netconf conf;
static struct why why;

/* What the first look shall see; netstate_step() makes the card of it. */
static struct uplink card;
static struct rtnl_addr addrs[4];
static size_t naddrs;

int64_t clock_now(void)
{
	return now;
}

void why_set(struct why *w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(w->text, sizeof(w->text), fmt, ap);
	va_end(ap);
}

int nl_open(struct nl *nl, int protocol, uint32_t groups)
{
	assert_int_equal(protocol, NETLINK_ROUTE);
	nl->fd = -1;
	(void)groups;
	return 0;
}

void nl_close(struct nl *nl)
{
	(void)nl;
}

/* poll() of netup.c: nothing happens, and there is no need to wait for it. */
int poll(struct pollfd *p, nfds_t n, int timeout)
{
	(void)p;
	(void)n;
	(void)timeout;
	return 0;
}

/* Time passes only here. */
int nl_events(struct nl *nl, nl_fn *fn, void *arg)
{
	(void)nl;
	(void)fn;
	(void)arg;
	now += LOOK;
	return 0;
}

int rtnl_links(struct nl *nl, struct rtnl_links *out)
{
	static struct rtnl_link links[2];

	(void)nl;
	memset(links, 0, sizeof(links));
	for (int i = 0; i < 2; i++) {
		links[i].index = i + 1;
		links[i].ethernet = links[i].up = true;
		snprintf(links[i].name, sizeof(links[i].name), "eth%d", i + 1);
	}
	out->link = links;
	out->count = 2;
	return 0;
}

int rtnl_link_find(struct nl *nl, const char *name, struct rtnl_link *out)
{
	(void)nl;
	assert_string_equal(name, "lo");
	out->index = 99;
	return 0;
}

int rtnl_link_set_up(struct nl *nl, int index, bool up)
{
	(void)nl;
	if (index == 99)
		assert_true(up);
	else
		assert_false(up);
	downs += !up;
	return 0;
}

int rtnl_link_delete(struct nl *nl, int index)
{
	(void)nl;
	(void)index;
	fail();
	return 0;
}

int rtnl_addrs(struct nl *nl, struct rtnl_addrs *out)
{
	(void)nl;
	out->addr = addrs;
	out->count = naddrs;
	return 0;
}

int rtnl_route_default(struct nl *nl, int index, int family, bool *out)
{
	(void)nl;
	(void)index;
	*out = family == AF_INET ? way4 : way6;
	return 0;
}

void netstate_init(struct netstate *s, const struct netconf *c)
{
	memset(s, 0, sizeof(*s));
	s->conf = c;
}

int netstate_step(struct netstate *s, struct nl *nl,
		  const struct rtnl_link *links, size_t count)
{
	(void)nl;
	(void)links;
	(void)count;
	s->card[0] = card;
	s->cards = 1;
	s->chosen = conf.mode == NET_STATIC && card.index ? s->card : NULL;
	return 0;
}

void netstate_waits(const struct netstate *s, const struct rtnl_link *links,
		    size_t count, char *out)
{
	(void)s;
	(void)links;
	(void)count;
	strcpy(out, "a test");
}

void netstate_children(struct netstate *s)
{
	(void)s;
}

void netstate_end_children(struct netstate *s, const struct uplink *keep)
{
	(void)s;
	(void)keep;
}

void netdns_prepare(void)
{
	written = false;
}

bool netdns_leased(const char *interface)
{
	assert_string_equal(interface, "eth1");
	return leased;
}

void netdns_write(const struct netconf *c, const char *interface,
		  const struct rdnss *ra)
{
	assert_ptr_equal(c, &conf);
	assert_string_equal(interface, "eth1");
	assert_null(ra);
	written = true;
}

int64_t rdnss_expire(struct rdnss *table, int64_t at)
{
	(void)table;
	return at;
}

const struct rdnss *rdnss_find(const struct rdnss *table, int index)
{
	(void)table;
	(void)index;
	return NULL;
}

void rdnss_read(struct rdnss *table, const unsigned char *p,
		size_t len, int64_t at)
{
	(void)table;
	(void)p;
	(void)len;
	(void)at;
}

int hook_main(int argc, char **argv, int family)
{
	(void)argc;
	(void)argv;
	return family == AF_INET ? 0 : -1;
}

static void has(const char *text, uint32_t flags)
{
	struct rtnl_addr *a = &addrs[naddrs++];

	memset(a, 0, sizeof(*a));
	a->index = 1;
	a->flags = flags;
	assert_true(prefix_parse(text, &a->prefix));
	if (addr_is_linklocal(&a->prefix.addr))
		a->scope = RT_SCOPE_LINK;
}

/* A card with carrier and DHCP at work; nothing came yet. */
static int setup(void **state)
{
	(void)state;
	now = 1000;
	leased = way4 = way6 = written = false;
	downs = 0;
	naddrs = 0;
	memset(&conf, 0, sizeof(conf));
	conf.mode = NET_DHCP;
	memset(&card, 0, sizeof(card));
	card.conf.method = IP_DHCP;
	card.index = 1;
	strcpy(card.name, "eth1");
	card.carrier = card.addressed = true;
	forget_messages();
	return 0;
}

static int up(void)
{
	int result = net_up(&conf, 61000, &why);

	if (!result)
		assert_true(written);
	return result;
}

static void lease(void **state)
{
	(void)state;
	has("192.0.2.5/24", 0);
	leased = way4 = true;
	assert_int_equal(up(), 0);
	assert_int_equal(now, 1000); /* at once */
	assert_int_equal(downs, 1);  /* the other card */
	assert_non_null(strstr(
		messages, "address interface=eth1 address=192.0.2.5/24"));
	assert_null(strstr(messages, "waiting"));
	assert_null(strstr(messages, "default route"));
}

/* The hook is still at work: its name servers are not written. */
static void half_a_lease(void **state)
{
	(void)state;
	has("192.0.2.5/24", 0);
	way4 = true;
	assert_int_equal(up(), 0);
	assert_int_equal(now, 1000 + GRACE);
}

static void lease_without_router(void **state)
{
	(void)state;
	has("192.0.2.5/24", 0);
	leased = true;
	assert_int_equal(up(), 0);
	assert_int_equal(now, 1000 + GRACE);
	assert_non_null(strstr(messages, "no default route on eth1"));
}

static void router_only(void **state)
{
	(void)state;
	has("fe80::5/64", 0);
	has("2001:db8::5/64", 0);
	way6 = true;
	assert_int_equal(up(), 0);
	assert_int_equal(now, 1000 + GRACE);
	assert_null(strstr(messages, "fe80"));
}

static void nothing_usable(void **state)
{
	(void)state;
	has("fe80::5/64", 0);
	has("2001:db8::5/64", IFA_F_TENTATIVE);
	has("2001:db8::6/64", IFA_F_DEPRECATED);
	has("169.254.1.74/32", 0);
	addrs[3].scope = RT_SCOPE_UNIVERSE;
	leased = way4 = true;
	assert_int_equal(up(), -1);
	assert_int_equal(now, 61000);
	assert_string_equal(why.text, "no network: still waiting for a test");
	assert_int_equal(downs, 2);
	/* Said after 1 s, then 10, 20 and 40 s later: 2, 12, 32 s. */
	assert_non_null(strstr(messages, "waiting for a test\n"));
	assert_non_null(strstr(messages, "waiting for a test (11 s)\n"));
	assert_non_null(strstr(messages, "waiting for a test (31 s)\n"));
	assert_null(strstr(messages, "(71 s)"));
}

static void lost_link(void **state)
{
	(void)state;
	has("192.0.2.5/24", 0);
	leased = way4 = true;
	card.carrier = false;
	assert_int_equal(up(), -1);
}

static void fixed(void **state)
{
	(void)state;
	conf.mode = NET_STATIC;
	card.conf.method = IP_STATIC;
	assert_true(prefix_parse("2001:db8::5/64", &card.conf.address));
	has("192.0.2.5/24", 0); /* of someone else */
	has("2001:db8::5/64", IFA_F_TENTATIVE);
	assert_int_equal(up(), -1);
	assert_int_equal(now, 61000);
	addrs[1].flags = 0;
	assert_int_equal(up(), 0);
	addrs[1].flags = IFA_F_TENTATIVE | IFA_F_DADFAILED;
	now = 1000;
	assert_int_equal(up(), -1);
	assert_int_equal(now, 1000);
	assert_non_null(strstr(why.text, "used by another host"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(lease, setup),
		cmocka_unit_test_setup(half_a_lease, setup),
		cmocka_unit_test_setup(lease_without_router, setup),
		cmocka_unit_test_setup(router_only, setup),
		cmocka_unit_test_setup(nothing_usable, setup),
		cmocka_unit_test_setup(lost_link, setup),
		cmocka_unit_test_setup(fixed, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
