// sources: tools/lib/addr.c tools/lib/err.c tools/lib/mac.c tools/net/ifname.c tools/net/ipparam.c tools/net/odd.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* How an uplink takes its interface, against interfaces and a clock of ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../../tools/init/notice.c"
#include "../../tools/net/uplink.c"

static int64_t now;
static char did[256]; /* what was asked of the kernel, in words */
static int refuse;    /* errno with which the kernel refuses routes */
static bool announced;

static void note(const char *what, int index)
{
	size_t n = strlen(did);

	snprintf(did + n, sizeof(did) - n, "%s%d ", what, index);
}

int64_t clock_now(void)
{
	return now;
}

bool announce_any(int index)
{
	(void)index;
	return announced;
}

int sysctl_write(const char *path, const char *value)
{
	if (strstr(path, "ra_defrtr_metric"))
		return atoi(value) > 1024 ? 0 : -1;
	note(strstr(path, "accept_ra") ? "ra" : "no6=", atoi(value));
	return 0;
}

int rtnl_link_set_up(struct nl *nl, int index, bool up)
{
	(void)nl;
	note(up ? "up" : "down", index);
	return 0;
}

int rtnl_link_set_mtu(struct nl *nl, int index, uint32_t mtu)
{
	(void)nl;
	assert_int_equal(mtu, 1400);
	note("mtu", index);
	return 0;
}

int rtnl_link_set_mac(struct nl *nl, int index, const unsigned char mac[6])
{
	(void)nl;
	assert_int_equal(mac[5], 7);
	note("mac", index);
	return 0;
}

int rtnl_addr_add(struct nl *nl, int index, const struct prefix *p,
		  const struct rtnl_addr_how *how)
{
	(void)nl;
	(void)p;
	assert_int_equal(how->seconds, UINT32_MAX);
	note("addr", index);
	return 0;
}

int rtnl_route_add(struct nl *nl, const struct rtnl_route *r)
{
	(void)nl;
	note(r->dst.len ? "net" : r->onlink ? "onlink" : "route", r->index);
	errno = refuse;
	return refuse ? -1 : 0;
}

int rtnl_route_flush(struct nl *n, int index, int family, uint8_t proto,
		     const struct rtnl_route *keep, size_t count)
{
	(void)n;
	(void)family;
	(void)proto;
	assert_true(!keep && !count);
	note("routes", index);
	return 0;
}

int rtnl_addr_flush(struct nl *n, int index, int family, uint8_t proto,
		    const struct prefix *keep)
{
	(void)n;
	(void)family;
	(void)proto;
	assert_null(keep);
	note("addrs", index);
	return 0;
}

void service_start(struct service *s, int stdin_fd)
{
	assert_int_equal(stdin_fd, -1);
	s->state = SERVICE_RUNS;
	note("dhcp", 0);
}

void service_stop(struct service *s)
{
	s->state = SERVICE_IDLE;
	note("stop", 0);
}

/* kill() of uplink.c: the DHCP client's renewal. */
int kill(pid_t pid, int sig)
{
	(void)pid;
	note(sig == SIGUSR1 ? "renew" : "kill", 0);
	return 0;
}

static struct rtnl_link hardware(int index, bool up, bool carrier)
{
	struct rtnl_link l = {.index = index, .ethernet = true, .up = up,
			      .carrier = carrier};

	snprintf(l.name, sizeof(l.name), "eth%d", index);
	l.mac[5] = (unsigned char)index;
	return l;
}

static struct nl nl;

/* One step; what it did. */
static const char *step(struct uplink *u, struct rtnl_link *links, size_t count)
{
	bool had = u->index != 0, taken;

	did[0] = '\0';
	taken = uplink_step(u, &nl, links, count);
	assert_true(taken == (!had && u->index != 0));
	return did;
}

static struct uplink uplink(const char *ip)
{
	struct ip_conf conf;
	struct uplink u;

	assert_null(ipparam_parse(ip, &conf));
	uplink_init(&u, &conf);
	return u;
}

/* One that is named is waited for; no other is taken or even set up. */
static void no_fallback(void **state)
{
	struct uplink name = uplink("eth7:dhcp");
	struct uplink mac = uplink("00-00-00-00-00-07:dhcp");
	struct rtnl_link l[] = {hardware(1, false, false), hardware(2, true, true),
				hardware(7, true, true)};

	(void)state;
	assert_string_equal(step(&name, l, 2), "");
	assert_string_equal(step(&mac, l, 2), "");
	assert_false(name.index || mac.index || name.found || mac.found);
	/* It was up: IPv6 begins anew, now with an ear for routers. */
	assert_string_equal(step(&name, l, 3), "ra2 no6=1 no6=0 dhcp0 ");
	assert_string_equal(step(&mac, l, 3), "ra2 no6=1 no6=0 dhcp0 ");
	assert_int_equal(name.index, 7);
	assert_int_equal(mac.index, 7);
}

static void fixed_address(void **state)
{
	struct uplink u = uplink("10.0.0.2::10.0.0.1:24::eth1:none:1400");
	struct rtnl_link l[] = {hardware(1, false, false)};

	(void)state;
	assert_string_equal(step(&u, l, 1), "mtu1 up1 "); /* no ra */
	l[0].up = l[0].carrier = true;
	refuse = ENETUNREACH;
	now = 1000;
	assert_string_equal(step(&u, l, 1), "addr1 route1 ");
	assert_false(u.addressed);
	assert_int_equal(u.retry, now + RETRY);
	/* The try made events itself: they are no reason for the next one. */
	assert_string_equal(step(&u, l, 1), "");
	assert_int_equal(u.retry, now + RETRY);
	refuse = 0;
	now += RETRY;
	assert_string_equal(step(&u, l, 1), "addr1 route1 ");
	assert_true(u.addressed);
	assert_int_equal(u.retry, CLOCK_NEVER);
	assert_string_equal(step(&u, l, 1), "");
	u = uplink("10.0.0.2::10.9.9.9:32::eth1:none");
	assert_string_equal(step(&u, l, 1), "addr1 onlink1 ");
}

/* An address and a method; the other end of a wire; no address at all. */
static void beside_an_address(void **state)
{
	struct uplink u = uplink("[fd00::2]:::64::eth1:dhcp");
	struct rtnl_link l[] = {hardware(1, false, false)};

	(void)state;
	assert_string_equal(step(&u, l, 1), "ra2 up1 ");
	l[0].up = l[0].carrier = true;
	assert_string_equal(step(&u, l, 1), "addr1 dhcp0 ");
	u = uplink("192.0.2.5::192.0.2.1:24::eth1:auto6");
	l[0].up = l[0].carrier = false;
	assert_string_equal(step(&u, l, 1), "ra2 up1 ");
	l[0].up = l[0].carrier = true;
	assert_string_equal(step(&u, l, 1), "addr1 route1 ");
	u = uplink("10.0.0.2:10.0.0.1:10.0.0.1:32::eth1:none");
	assert_string_equal(step(&u, l, 1), "addr1 net1 onlink1 ");
	u = uplink("eth1:link6");
	l[0].up = l[0].carrier = false;
	assert_string_equal(step(&u, l, 1), "up1 ");
	l[0].up = l[0].carrier = true;
	assert_string_equal(step(&u, l, 1), "");
	assert_int_equal(uplink_notice(&u), CLOCK_NEVER);
}

/* A card that got another MAC address is found by its own. */
static void new_mac(void **state)
{
	struct uplink u = uplink("52-54-00-00-00-01:auto6::52:54:00:00:00:07");
	struct rtnl_link l[] = {hardware(1, false, false)};

	(void)state;
	memcpy(l[0].own_mac, "\x52\x54\0\0\0\1", 6);
	memcpy(l[0].mac, l[0].own_mac, 6);
	assert_string_equal(step(&u, l, 1), "mac1 ra2 up1 ");
	l[0].mac[5] = 7;
	l[0].up = l[0].carrier = true;
	assert_string_equal(step(&u, l, 1), "");
	assert_int_equal(u.index, 1);
}

static void flapping_and_gone(void **state)
{
	struct uplink u = uplink("eth1:dhcp");
	struct rtnl_link l[] = {hardware(1, false, false)};

	(void)state;
	assert_string_equal(step(&u, l, 1), "ra2 up1 ");
	l[0].up = l[0].carrier = true;
	assert_string_equal(step(&u, l, 1), "dhcp0 ");
	l[0].carrier = false;
	assert_string_equal(step(&u, l, 1), "");
	assert_int_equal(u.index, 1);
	l[0].carrier = true;
	assert_string_equal(step(&u, l, 1), "renew0 ");
	assert_string_equal(step(&u, l, 0), "stop0 ");
	assert_int_equal(u.index, 0);
	l[0].index = 9; /* plugged in again: another index, the same name */
	assert_string_equal(step(&u, l, 1), "ra2 no6=1 no6=0 dhcp0 ");
	assert_int_equal(u.index, 9);
	did[0] = '\0';
	uplink_release(&u, &nl);
	assert_string_equal(did, "stop0 routes9 addrs9 routes9 addrs9 routes9 "
				 "addrs9 routes9 addrs9 ");
	assert_int_equal(u.index, 0);
}

static void notices(void **state)
{
	static const int at[] = {5, 10, 20, 40, 80, 140, 200};
	struct uplink u;

	(void)state;
	now = 0;
	u = uplink("dhcp"); /* as choice.c has it, to wait for a card */
	for (size_t i = 0; i < sizeof(at) / sizeof(*at); i++) {
		int64_t next = uplink_notice(&u);

		assert_int_equal(next, at[i] * 1000);
		now = next;
	}
	u.index = 1;
	announced = true;
	assert_int_equal(uplink_notice(&u), CLOCK_NEVER);
	announced = false; /* the lease ran out: a new wait begins */
	assert_int_equal(uplink_notice(&u), now + UPLINK_NOTICE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_fallback),
		cmocka_unit_test(fixed_address),
		cmocka_unit_test(beside_an_address), cmocka_unit_test(new_mac),
		cmocka_unit_test(flapping_and_gone), cmocka_unit_test(notices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
