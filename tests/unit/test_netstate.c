// sources: tools/lib/addr.c tools/lib/mac.c tools/net/bondparam.c tools/net/ifname.c tools/net/odd.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Which network cards the boot loader tries, and what it says it waits for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "messages.h"

#include "../../tools/stboot/netstate.c"

enum { BOND = 9 };

static int64_t now;
static char did[256]; /* whose uplinks were stepped, which settings written */
static bool bond_made;
static struct nl nl;
static struct netstate s;
static struct netconf conf;

static void note(const char *what)
{
	strcat(strcat(did, what), " ");
}

int64_t clock_now(void)
{
	return now;
}

int sysctl_write(const char *path, const char *value)
{
	note(path);
	note(value);
	return 0;
}

void uplink_init(struct uplink *u, const struct ip_conf *ip)
{
	memset(u, 0, sizeof(*u));
	u->conf = *ip;
	u->retry = CLOCK_NEVER;
}

/* Takes what has carrier. */
bool uplink_step(struct uplink *u, struct nl *k, const struct rtnl_link *links,
		 size_t count)
{
	(void)k;
	for (size_t i = 0; i < count; i++) {
		if (u->conf.select == SELECT_MAC
			? memcmp(u->conf.mac, links[i].mac, 6) != 0
			: strcmp(u->conf.name, links[i].name) != 0)
			continue;
		note(links[i].name);
		if (links[i].carrier)
			u->index = links[i].index;
	}
	return false;
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

void service_stop(struct service *d)
{
	d->state = SERVICE_IDLE;
}

bool service_exited(struct service *d, pid_t pid, int wstatus)
{
	(void)d;
	(void)pid;
	(void)wstatus;
	return false;
}

int64_t service_tick(struct service *d)
{
	(void)d;
	return CLOCK_NEVER;
}

int bond_step(struct bond *b, const struct bond_conf *c, int64_t give_up,
	      struct nl *k, const struct rtnl_link *links, size_t count)
{
	(void)k;
	(void)links;
	(void)count;
	assert_int_equal(give_up, GATHER);
	if (!strcmp(c->name, "eth1"))
		return -1;
	b->index = bond_made ? BOND : 0;
	return 0;
}

const struct rtnl_link *bond_find(const struct card *nic,
				  const struct rtnl_link *links, size_t count)
{
	(void)nic;
	return count ? links : NULL;
}

static struct rtnl_link hardware(int index, bool carrier)
{
	struct rtnl_link l = {.index = index, .ethernet = true, .up = true,
			      .carrier = carrier};

	snprintf(l.name, sizeof(l.name), "eth%d", index);
	l.mac[5] = (unsigned char)index;
	return l;
}

static void name_mac(unsigned char last)
{
	conf.nics[conf.nnics].has_mac = true;
	conf.nics[conf.nnics++].mac[5] = last;
}

static const char *step(struct rtnl_link *links, size_t count)
{
	did[0] = '\0';
	assert_int_equal(netstate_step(&s, &nl, links, count), 0);
	return did;
}

static const char *waits(struct rtnl_link *links, size_t count)
{
	static char text[WAIT_TEXT];

	netstate_waits(&s, links, count, text);
	return text;
}

static int setup(void **state)
{
	(void)state;
	now = 0;
	bond_made = false;
	memset(&conf, 0, sizeof(conf));
	conf.mode = NET_DHCP;
	forget_messages();
	return 0;
}

/* All cards at once by DHCP, those that appear later as well; no tunnel. */
static void every_card(void **state)
{
	struct rtnl_link l[] = {hardware(1, true), hardware(2, false),
				hardware(3, false), hardware(4, true)};

	(void)state;
	strcpy(l[2].kind, "bond");
	netstate_init(&s, &conf);
	assert_string_equal(step(l, 0), "");
	assert_string_equal(waits(l, 0), "a network card; there is none");
	assert_string_equal(step(l, 3), "eth1 eth2 ");
	assert_string_equal(step(l, 4), "eth1 eth2 eth4 ");
	assert_string_equal(waits(l, 2),
			    "an address from DHCP or a router on eth1 "
			    "(00:00:00:00:00:01), "
			    "a link on eth2 (00:00:00:00:00:02), "
			    "the network card eth4, which is not there");
}

/* By MAC address, not by name, and no other instead. */
static void by_mac(void **state)
{
	struct rtnl_link l[] = {hardware(1, true), hardware(2, true)};

	(void)state;
	name_mac(2);
	strcpy(conf.nics[0].name, "eth1");
	name_mac(9);
	netstate_init(&s, &conf);
	assert_string_equal(step(l, 1), "");
	assert_string_equal(
		waits(l, 1),
		"the network card with MAC address 00:00:00:00:00:02, which is "
		"not there, "
		"the network card with MAC address 00:00:00:00:00:09, which is "
		"not there");
	assert_string_equal(step(l, 2), "eth2 ");
}

/* A name alone chooses nothing, and that is said. */
static void by_name(void **state)
{
	struct rtnl_link l[] = {hardware(1, true), hardware(2, true)};

	(void)state;
	strcpy(conf.nics[0].name, "eth2");
	conf.nnics = 1;
	netstate_init(&s, &conf);
	assert_non_null(strstr(messages, "interface eth2 "));
	assert_string_equal(step(l, 2), "eth1 eth2 ");
}

/* One card gets the fixed address; another when that one is pulled out. */
static void fixed(void **state)
{
	struct rtnl_link l[] = {hardware(1, false), hardware(2, true)};

	(void)state;
	conf.mode = NET_STATIC;
	l[0].up = false;
	netstate_init(&s, &conf);
	assert_string_equal(step(l, 2),
			    "net/ipv6/conf/eth1/accept_ra 0 eth1 eth2 ");
	l[0].up = l[0].carrier = true;
	assert_string_equal(step(l, 2), "eth2 ");
	assert_string_equal(waits(l, 2), "the address to be usable on eth2 "
					 "(00:00:00:00:00:02)");
	s.card[1].index = 0;
	l[1].carrier = false;
	assert_string_equal(step(l, 2), "eth2 ");
	assert_string_equal(step(l, 2), "eth1 ");
}

static void after_errors(void **state)
{
	struct rtnl_link l[] = {hardware(1, true)};

	(void)state;
	netstate_init(&s, &conf);
	step(l, 1);
	s.card[0].retry = 5000;
	assert_string_equal(step(l, 1), "");
	now = 5000;
	assert_string_equal(step(l, 1), "eth1 ");
}

static void bonded(void **state)
{
	struct rtnl_link l[] = {hardware(1, true), hardware(BOND, false)};

	(void)state;
	strcpy(conf.bond, "bond0");
	strcpy(l[1].name, "bond0");
	name_mac(1);
	netstate_init(&s, &conf);
	assert_string_equal(step(l, 0), "");
	assert_string_equal(waits(l, 0), "the network card with MAC address "
					 "00:00:00:00:00:01, which is not "
					 "there");
	assert_string_equal(waits(l, 1), "the bond bond0 to be made");
	bond_made = true;
	assert_string_equal(step(l, 1), ""); /* seen the next time */
	assert_string_equal(step(l, 2), "bond0 ");
	assert_string_equal(waits(l, 2),
			    "a link on bond0 (00:00:00:00:00:09)");
	assert_int_equal(s.bond_conf.cards, 1);
	strcpy(conf.bond, "eth1");
	netstate_init(&s, &conf);
	assert_int_equal(netstate_step(&s, &nl, l, 2), -1);
}

/* However many there are, nothing is written past the end. */
static void many(void **state)
{
	struct rtnl_link l[NET_CARDS + 2];

	(void)state;
	for (int i = 0; i < NET_CARDS + 2; i++)
		l[i] = hardware(i + 1, false);
	netstate_init(&s, &conf);
	step(l, NET_CARDS + 2);
	assert_int_equal(s.cards, NET_CARDS);
	assert_int_equal(strlen(waits(l, NET_CARDS)), WAIT_TEXT - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(every_card, setup),
		cmocka_unit_test_setup(by_mac, setup),
		cmocka_unit_test_setup(by_name, setup),
		cmocka_unit_test_setup(fixed, setup),
		cmocka_unit_test_setup(after_errors, setup),
		cmocka_unit_test_setup(bonded, setup),
		cmocka_unit_test_setup(many, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
