// sources: tools/net/keepout.c tools/net/lease.c tools/lib/tunnel.c tools/lib/addr.c tools/lib/rtusable.c tools/lib/cmdline.c tools/init/announce.c tools/init/words.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses are announced although the kernel's notifications were lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "messages.h"

#include "../../tools/init/net.c"

/* What the kernel has: one address; and what it answers to a dump. */
static bool present;
static int dump_errors[DUMP_TRIES + 1], dumps;
/* Results of nl_events(), 0 at the end; negative: errno. */
static int event_results[8], events_read;
static int64_t now;
static int takes; /* index that the uplink settles on */

int64_t clock_now(void)
{
	return now;
}

int64_t clock_min(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int nl_events(struct nl *nl, nl_fn *fn, void *arg)
{
	int result = event_results[events_read++];

	(void)nl;
	(void)fn;
	(void)arg;
	errno = result < 0 ? -result : 0;
	return result < 0 ? -1 : result;
}

void nl_begin(struct nl_buf *b, uint16_t type, uint16_t flags,
	      const void *header, size_t len)
{
	(void)b;
	(void)header;
	assert_int_equal(type, RTM_GETADDR);
	assert_int_equal(flags, NLM_F_DUMP);
	assert_int_equal(len, sizeof(struct ifaddrmsg));
}

int nl_talk(struct nl *nl, struct nl_buf *b, nl_fn *fn, void *arg)
{
	struct nlmsghdr head = {.nlmsg_type = RTM_NEWADDR};

	(void)nl;
	(void)b;
	errno = dump_errors[dumps++];
	if (errno)
		return -1;
	if (present)
		assert_int_equal(fn(&head, NULL, 0, arg), 0);
	return 0;
}

bool rtnl_addr_read(const unsigned char *p, size_t len, struct rtnl_addr *out)
{
	(void)p;
	(void)len;
	memset(out, 0, sizeof(*out));
	out->index = 2;
	return prefix_parse("192.0.2.1/24", &out->prefix);
}

static int deleted;

int rtnl_addrs(struct nl *nl, struct rtnl_addrs *out)
{
	(void)nl;
	out->addr = calloc(2, sizeof(*out->addr));
	assert_non_null(out->addr);
	out->count = 2;
	for (size_t i = 0; i < 2; i++)
		assert_true(rtnl_addr_read(NULL, 0, &out->addr[i]));
	out->addr[1].index = 3; /* wg0's is where it belongs */
	return 0;
}

int rtnl_addr_delete(struct nl *nl, const struct rtnl_addr *a)
{
	(void)nl;
	assert_int_equal(a->index, 2);
	deleted++;
	return 0;
}

int rtnl_links(struct nl *nl, struct rtnl_links *out)
{
	(void)nl;
	out->count = 0;
	return 0;
}

void dhcp6_init(struct dhcp6 *d)
{
	memset(d, 0, sizeof(*d));
}

void dhcp6_step(struct dhcp6 *d, const struct uplink *u,
		const struct rtnl_link *links, size_t count)
{
	(void)d;
	(void)u;
	(void)links;
	(void)count;
}

bool dns_add(const struct addr *a)
{
	(void)a;
	return true;
}

void dns_start(void)
{
}

void dns_router(const unsigned char *p, size_t len)
{
	(void)p;
	(void)len;
}

int64_t dns_step(const struct uplink *all, size_t n, const struct tunnel *t)
{
	(void)all;
	(void)n;
	(void)t;
	return CLOCK_NEVER;
}

void wgmtu_configure(const char *cmdline)
{
	(void)cmdline;
}

int64_t wgmtu_step(struct nl *nl, const struct uplink *all, size_t n,
		   const struct rtnl_link *links, size_t count)
{
	(void)nl;
	(void)all;
	(void)n;
	(void)links;
	(void)count;
	return CLOCK_NEVER;
}

bool uplink_step(struct uplink *u, struct nl *nl, const struct rtnl_link *links,
		 size_t count)
{
	bool had = u->index != 0;

	(void)nl;
	(void)links;
	(void)count;
	u->retry = CLOCK_NEVER;
	u->index = takes;
	return !had;
}

int srcroute_sync(struct nl *nl, const int *index, size_t count)
{
	(void)nl;
	(void)index;
	(void)count;
	fail_msg("one uplink needs no routing by source");
	return -1;
}

void devices_step(struct nl *nl, const struct rtnl_link *links, size_t count)
{
	(void)nl;
	(void)links;
	(void)count;
}

int64_t devices_due(void)
{
	return CLOCK_NEVER;
}

int devices_add_bond(const char *text)
{
	(void)text;
	return 0;
}

int devices_add_vlan(const char *text)
{
	(void)text;
	return 0;
}

bool devices_is_part(const struct rtnl_link *l)
{
	(void)l;
	return false;
}

bool choice_step(struct uplink *all, size_t n, struct nl *nl,
		 const struct rtnl_link *links, size_t count)
{
	(void)all;
	(void)n;
	(void)nl;
	(void)links;
	(void)count;
	return false;
}

int64_t choice_due(void)
{
	return CLOCK_NEVER;
}

void choice_add(const struct ip_conf *conf, uint64_t memory, uint64_t processes)
{
	(void)conf;
	(void)memory;
	(void)processes;
}

void choice_clear(void)
{
}

size_t choice_count(void)
{
	return 0;
}

const struct ip_conf *choice_only(void)
{
	return NULL;
}

int64_t uplink_notice(struct uplink *u)
{
	(void)u;
	return CLOCK_NEVER;
}

int64_t service_tick(struct service *s)
{
	(void)s;
	return CLOCK_NEVER;
}

/* Not called here. */
void uplink_init(struct uplink *u, const struct ip_conf *conf)
{
	(void)u;
	(void)conf;
	fail();
}

const char *ipparam_parse(const char *text, struct ip_conf *out)
{
	(void)text;
	(void)out;
	return "unused";
}

bool service_exited(struct service *s, pid_t pid, int wstatus)
{
	(void)s;
	(void)pid;
	(void)wstatus;
	return false;
}

int nl_open(struct nl *nl, int protocol, uint32_t groups)
{
	(void)nl;
	(void)protocol;
	(void)groups;
	return -1;
}

int rtnl_link_find(struct nl *nl, const char *name, struct rtnl_link *out)
{
	(void)nl;
	(void)name;
	(void)out;
	return -1;
}

int rtnl_link_set_up(struct nl *nl, int index, bool up)
{
	(void)nl;
	(void)index;
	(void)up;
	return -1;
}

int rtnl_link_delete(struct nl *nl, int index)
{
	(void)nl;
	(void)index;
	return -1;
}

/* One uplink that has interface 2, nothing announced. */
static int setup(void **state)
{
	(void)state;
	named = uplinks = 1;
	memset(uplink, 0, sizeof(*uplink));
	uplink[0].conf.method = IP_DHCP;
	strcpy(uplink[0].name, "eth0");
	uplink[0].index = takes = 2;
	uplink[0].retry = CLOCK_NEVER;
	started = true;
	changed = missed = present = false;
	memset(dump_errors, 0, sizeof(dump_errors));
	memset(event_results, 0, sizeof(event_results));
	dumps = events_read = 0;
	forget_messages();
	announce_begin();
	announce_end();
	return 0;
}

static void nothing_lost(void **state)
{
	(void)state;
	present = true;
	event_results[0] = 1;
	net_events();
	net_step();
	assert_int_equal(events_read, 2);
	assert_int_equal(dumps, 0);
}

static void lost(void **state)
{
	(void)state;
	present = true;
	event_results[0] = 1;
	event_results[1] = -ENOBUFS;
	event_results[2] = 1; /* older than the dump: has to be read before */
	net_events();
	assert_int_equal(events_read, 4);
	assert_false(net_ready());
	net_step();
	assert_int_equal(dumps, 1);
	assert_true(net_ready());
	net_step();
	assert_int_equal(dumps, 1); /* once is enough */
	/* And one that is gone is not held for present. */
	present = false;
	events_read = 1;
	net_events();
	net_step();
	assert_false(net_ready());
}

/* Any other error is not read on, or it would be for ever. */
static void broken(void **state)
{
	(void)state;
	event_results[0] = -EPROTO;
	event_results[1] = 1;
	net_events();
	assert_int_equal(events_read, 1);
	net_step();
	assert_int_equal(dumps, 1);
}

static void interrupted(void **state)
{
	(void)state;
	present = missed = changed = true;
	dump_errors[0] = dump_errors[1] = EAGAIN;
	net_step();
	assert_int_equal(dumps, 3);
	assert_true(net_ready());
}

/* A dump that fails is made again later; nothing is forgotten for it. */
static void failing(void **state)
{
	(void)state;
	present = missed = changed = true;
	net_step();
	assert_true(net_ready());
	missed = changed = true;
	dump_errors[1] = ENOMEM;
	now = 1000;
	assert_int_equal(net_step(), now + LOOK_AGAIN);
	assert_true(net_ready());
	assert_non_null(strstr(messages, "list addresses, again in 5 s"));
	now += LOOK_AGAIN;
	assert_int_equal(net_step(), now); /* what was read may decide something */
	assert_int_equal(net_step(), CLOCK_NEVER);
	assert_int_equal(dumps, 3);
}

/* What an interface had before it was taken is announced, too. */
static void taken(void **state)
{
	(void)state;
	uplink[0].index = 0;
	present = changed = true;
	net_step();
	assert_int_equal(dumps, 1);
	assert_true(net_ready());
}

/* The tunnel's network comes by a router advertisement. */
static void intruder(void **state)
{
	(void)state;
	tunnel_read("wg.address=192.0.2.9/24", &tunnel);
	present = missed = changed = true;
	net_step();
	assert_int_equal(deleted, 1);
	assert_false(net_ready());
	assert_non_null(strstr(messages, "192.0.2.1/24 from a router is the"));
	net_step();
	assert_int_equal(deleted, 1);
	memset(&tunnel, 0, sizeof(tunnel));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(nothing_lost, setup),
		cmocka_unit_test_setup(lost, setup),
		cmocka_unit_test_setup(broken, setup),
		cmocka_unit_test_setup(interrupted, setup),
		cmocka_unit_test_setup(failing, setup),
		cmocka_unit_test_setup(taken, setup),
		cmocka_unit_test_setup(intruder, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
