// sources: tools/lib/addr.c tools/lib/err.c tools/lib/mac.c tools/net/bondparam.c tools/net/ifname.c tools/net/odd.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* When a bond is made and what becomes part of it; clock and kernel are ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../../tools/net/bond.c"

enum { BOND = 9, GIVE_UP = 5000 };

static int64_t now;
static char did[256]; /* what was asked of the kernel, in words */
static int refuse;    /* errno with which the kernel refuses to create */
static unsigned int attributes; /* of the bond, a bit each */
static struct nl nl;
static struct bond bond;
static struct bond_conf conf;

static void note(const char *what, int index)
{
	size_t n = strlen(did);

	snprintf(did + n, sizeof(did) - n, "%s%d ", what, index);
}

int64_t clock_now(void)
{
	return now;
}

void nl_begin(struct nl_buf *b, uint16_t type, uint16_t flags,
	      const void *header, size_t len)
{
	(void)b;
	(void)flags;
	(void)header;
	(void)len;
	assert_int_equal(type, RTM_NEWLINK);
	attributes = 0;
}

void nl_put_text(struct nl_buf *b, uint16_t type, const char *s)
{
	(void)b;
	if (type == IFLA_IFNAME)
		assert_string_equal(s, conf.name);
}

void nl_put_u8(struct nl_buf *b, uint16_t type, uint8_t v)
{
	(void)b;
	if (type == IFLA_BOND_MODE)
		assert_int_equal(v, conf.mode);
	attributes |= 1U << type;
}

void nl_put_u32(struct nl_buf *b, uint16_t type, uint32_t v)
{
	(void)b;
	if (type == IFLA_BOND_MIIMON)
		assert_int_equal(v, 100);
	attributes |= 1U << type;
}

void nl_put(struct nl_buf *b, uint16_t type, const void *data, size_t len)
{
	(void)b;
	assert_int_equal(len, 4);
	note("target", ((const unsigned char *)data)[3] * 10 + type);
}

size_t nl_nest(struct nl_buf *b, uint16_t type)
{
	(void)b;
	return type;
}

void nl_nest_end(struct nl_buf *b, size_t start)
{
	(void)b;
	(void)start;
}

int nl_talk(struct nl *n, struct nl_buf *b, nl_fn *fn, void *arg)
{
	(void)n;
	(void)b;
	(void)fn;
	(void)arg;
	note(attributes == 1U << IFLA_BOND_PRIMARY ? "primary" : "create", 0);
	errno = refuse;
	return refuse ? -1 : 0;
}

int rtnl_link_find(struct nl *n, const char *name, struct rtnl_link *out)
{
	(void)n;
	assert_string_equal(name, conf.name);
	out->index = BOND;
	return 0;
}

int rtnl_link_delete(struct nl *n, int index)
{
	(void)n;
	note("delete", index);
	return 0;
}

int rtnl_link_set_up(struct nl *n, int index, bool up)
{
	(void)n;
	note(up ? "up" : "down", index);
	return 0;
}

int rtnl_link_set_master(struct nl *n, int index, int master)
{
	(void)n;
	assert_int_equal(master, BOND);
	note("enslave", index);
	return 0;
}

static struct rtnl_link hardware(int index)
{
	struct rtnl_link l = {.index = index, .ethernet = true};

	snprintf(l.name, sizeof(l.name), "eth%d", index);
	l.mac[5] = (unsigned char)index;
	return l;
}

static const char *step(struct rtnl_link *links, size_t count)
{
	did[0] = '\0';
	assert_int_equal(bond_step(&bond, &conf, GIVE_UP, &nl, links, count),
			 0);
	return did;
}

/* bond0 of the card with MAC address ...:01 and that of name eth2. */
static int setup(void **state)
{
	(void)state;
	now = 0;
	refuse = 0;
	memset(&bond, 0, sizeof(bond));
	bond.retry = CLOCK_NEVER;
	memset(&conf, 0, sizeof(conf));
	strcpy(conf.name, "bond0");
	conf.mode = BOND_MODE_8023AD;
	conf.cards = 2;
	conf.card[0].has_mac = true;
	conf.card[0].mac[5] = 1;
	strcpy(conf.card[0].name, "eth7"); /* does not count */
	strcpy(conf.card[1].name, "eth2");
	bond_usual(&conf, true);
	return 0;
}

static void all_there(void **state)
{
	struct rtnl_link l[] = {hardware(7), hardware(2), hardware(1),
				hardware(5)};

	(void)state;
	l[1].up = true;
	strcpy(l[3].name, "bond0");
	strcpy(l[3].kind, "bond"); /* the kernel makes one at start */
	assert_string_equal(step(l, 4), "delete5 create0 enslave1 down2 "
					"enslave2 ");
	assert_int_equal(bond.index, BOND);
	assert_int_equal(attributes, 1U << IFLA_BOND_MODE |
					 1U << IFLA_BOND_MIIMON |
					 1U << IFLA_BOND_AD_LACP_RATE);
	/* From now on its cards show one MAC address. */
	l[1].enslaved = l[2].enslaved = true;
	memset(l[1].mac, 0, 6);
	assert_string_equal(step(l, 3), "");
}

static void one_late(void **state)
{
	struct rtnl_link l[] = {hardware(2), hardware(1)};

	(void)state;
	memset(conf.option, 0, sizeof(conf.option));
	conf.options = 0;
	conf.mode = BOND_MODE_ACTIVEBACKUP;
	bond_usual(&conf, true);
	assert_string_equal(step(l, 0), "");
	assert_string_equal(step(l, 1), "");
	now = GIVE_UP;
	assert_string_equal(step(l, 0), ""); /* of no card there is no bond */
	assert_string_equal(step(l, 1), "create0 enslave2 ");
	assert_int_equal(attributes,
			 1U << IFLA_BOND_MODE | 1U << IFLA_BOND_MIIMON);
	l[0].enslaved = true;
	assert_string_equal(step(l, 2), "enslave1 ");
	l[1].enslaved = true;
	assert_string_equal(step(l, 1), ""); /* pulled out, ... */
	l[1] = hardware(1);
	assert_string_equal(step(l, 2), "enslave1 "); /* and put in again */
}

static void refused(void **state)
{
	struct rtnl_link l[] = {hardware(2), hardware(1)};

	(void)state;
	refuse = EOPNOTSUPP;
	assert_string_equal(step(l, 2), "create0 ");
	assert_string_equal(step(l, 2), ""); /* not at once */
	now = RETRY;
	refuse = 0;
	assert_string_equal(step(l, 2), "create0 enslave1 enslave2 ");
}

/* As bond= has it: what is set, and which card is preferred. */
static void by_option(void **state)
{
	struct rtnl_link l[] = {hardware(2), hardware(1)};

	(void)state;
	assert_null(bond_parse("bond0:eth1,eth2:mode=1,arp_interval=500,"
			       "arp_ip_target=192.0.2.1;192.0.2.3,primary=eth2",
			       &conf));
	assert_string_equal(step(l, 2), "target10 target31 create0 enslave1 "
					"enslave2 primary0 ");
	l[0].enslaved = l[1].enslaved = true;
	assert_string_equal(step(l, 2), "");
}

static void taken_name(void **state)
{
	struct rtnl_link l[] = {hardware(2), hardware(1)};

	(void)state;
	strcpy(conf.name, "eth2");
	assert_int_equal(bond_step(&bond, &conf, GIVE_UP, &nl, l, 2), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(all_there, setup),
		cmocka_unit_test_setup(one_late, setup),
		cmocka_unit_test_setup(refused, setup),
		cmocka_unit_test_setup(by_option, setup),
		cmocka_unit_test_setup(taken_name, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
