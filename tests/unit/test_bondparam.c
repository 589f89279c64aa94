// sources: tools/lib/addr.c tools/lib/mac.c tools/net/ifname.c tools/net/odd.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* The bond= option in all its forms, and the forms that are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/net/bondparam.c"

static struct bond_conf good(const char *text, const char *odd)
{
	struct bond_conf c;
	const char *why = bond_parse(text, &c);

	if (why)
		fail_msg("bond=%s: %s", text, why);
	assert_string_equal(c.odd, odd);
	return c;
}

static int64_t value(struct bond_conf *c, uint16_t attribute)
{
	struct bond_option *o = find(c, attribute);

	return o ? (int64_t)o->value : -1;
}

static void short_forms(void **state)
{
	static const char *const all[] = {"", "bond0", "bond0:",
					  "bond0:eth0,eth1",
					  "bond0:eth0,eth1:mode=balance-rr",
					  "bond0::mode=0:"};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct bond_conf c = good(all[i], "");

		assert_string_equal(c.name, "bond0");
		assert_int_equal(c.mode, BOND_MODE_ROUNDROBIN);
		assert_int_equal(c.cards, 2);
		assert_string_equal(c.card[1].name, "eth1");
		assert_int_equal(c.options, 1);
		assert_int_equal(value(&c, IFLA_BOND_MIIMON), 100);
	}
}

static void lacp(void **state)
{
	struct bond_conf c = good("bond1:eth0,52-54-00-00-00-07:mode=802.3ad,"
				  "miimon=50,lacp_rate=fast,"
				  "xmit_hash_policy=layer3+4,ad_select=count,"
				  "min_links=1,updelay=200,use_carrier=1:9000",
				  "");

	(void)state;
	assert_string_equal(c.name, "bond1");
	assert_int_equal(c.mode, BOND_MODE_8023AD);
	assert_true(c.card[1].has_mac);
	assert_int_equal(c.card[1].mac[5], 7);
	assert_int_equal(value(&c, IFLA_BOND_MIIMON), 50);
	assert_int_equal(value(&c, IFLA_BOND_AD_LACP_RATE), 1);
	assert_int_equal(find(&c, IFLA_BOND_AD_LACP_RATE)->bytes, 1);
	assert_int_equal(value(&c, IFLA_BOND_XMIT_HASH_POLICY), 1);
	assert_int_equal(value(&c, IFLA_BOND_AD_SELECT), 2);
	assert_int_equal(value(&c, IFLA_BOND_MIN_LINKS), 1);
	assert_int_equal(value(&c, IFLA_BOND_UPDELAY), 200);
	assert_int_equal(c.options, 6);
	assert_int_equal(c.mtu, 9000);
	c = good("bond0:eth0:mode=4,lacp_rate=0,lacp_rate=1", "");
	assert_int_equal(value(&c, IFLA_BOND_AD_LACP_RATE), 1);
}

static void backup(void **state)
{
	struct bond_conf c = good("bond0:eth0,eth1:mode=active-backup,"
				  "primary=eth1,primary_reselect=failure,"
				  "fail_over_mac=active,num_grat_arp=3", "");

	(void)state;
	assert_int_equal(c.mode, BOND_MODE_ACTIVEBACKUP);
	assert_string_equal(c.primary.name, "eth1");
	assert_int_equal(value(&c, IFLA_BOND_PRIMARY_RESELECT), 2);
	assert_int_equal(value(&c, IFLA_BOND_FAIL_OVER_MAC), 1);
	c = good("bond0:eth0,eth1:mode=1,arp_interval=500,arp_validate=all,"
		 "arp_ip_target=192.0.2.1;192.0.2.2", "");
	assert_int_equal(c.targets, 2);
	assert_int_equal(value(&c, IFLA_BOND_MIIMON), -1);
}

/* What is no option, no value, or not of the mode costs only itself. */
static void left_out(void **state)
{
	(void)state;
	good("b:e:mode=1,speed=7", "speed");
	good("b:e:mode=1,miimon", "miimon");
	good("b:e:mode=1,miimon=often", "miimon=often");
	good("b:e:mode=1,miimon=0", "miimon=0");
	good("b:e:mode=1,lacp_rate=fast", "lacp_rate (not in this mode)");
	good("b:e:mode=4,lacp_rate=2", "lacp_rate=2");
	good("b:e:mode=4,arp_interval=100", "arp_interval (not in this mode)");
	good("b:e:mode=4,xmit_hash_policy=layer3", "xmit_hash_policy=layer3");
	good("b:e:mode=1,arp_interval=100,miimon=100,updelay=5,"
	     "arp_ip_target=x;0.0.0.0", "arp_ip_target \"x\", arp_ip_target "
	     "\"0.0.0.0\", miimon (there is arp_interval), updelay (there is "
	     "arp_interval)");
	good("b:e:mode=1:9999", "MTU \"9999\" (it is not from 1280 to 9216)");
	good("b:e:mode=1:1500:x", "field \"x\"");
	good("b:e:mode=4,primary=eth0", "primary");
}

static void refused(void **state)
{
	static const char *const bad[] = {
		":eth0", "a/b:eth0", "sixteencharacter:eth0", "bond0:eth0,",
		"bond0:eth0,,eth1", "bond0:a/b", "bond0:eth0:mode=7",
		"bond0:eth0:mode=lacp", "bond0:eth0:mode=",
		"bond0:eth0:mode=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	};
	char many[4 * BOND_CARDS + 16] = "bond0:";
	struct bond_conf c;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (!bond_parse(bad[i], &c))
			fail_msg("taken: bond=%s", bad[i]);
	for (int i = 0; i < BOND_CARDS; i++)
		strcat(many, "e,");
	strcat(many, "e");
	assert_string_equal(bond_parse(many, &c), "it has too many cards");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_forms), cmocka_unit_test(lacp),
		cmocka_unit_test(backup), cmocka_unit_test(left_out),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
