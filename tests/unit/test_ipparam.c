// sources: tools/lib/addr.c tools/lib/mac.c tools/net/ifname.c tools/net/odd.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* The ip= option in all its forms, and the forms that are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <sys/socket.h>

#include "../../tools/net/ipparam.c"

static struct ip_conf good(const char *text)
{
	struct ip_conf c;
	const char *why = ipparam_parse(text, &c);

	if (why)
		fail_msg("ip=%s: %s", text, why);
	return c;
}

static void short_forms(void **state)
{
	struct ip_conf c;

	(void)state;
	assert_int_equal(good("dhcp").method, IP_DHCP);
	assert_int_equal(good("on").method, IP_DHCP);
	assert_int_equal(good("auto6").method, IP_AUTO6);
	assert_int_equal(good("off").method, IP_OFF);
	c = good("eth1:dhcp");
	assert_int_equal(c.method, IP_DHCP);
	assert_int_equal(c.select, SELECT_NAME);
	assert_string_equal(c.name, "eth1");
	c = good("52-54-00-Ab-cd-EF:dhcp:1400");
	assert_int_equal(c.select, SELECT_MAC);
	assert_memory_equal(c.mac, "\x52\x54\x00\xab\xcd\xef", 6);
	assert_int_equal(c.mtu, 1400);
}

static void static_v4(void **state)
{
	char text[PREFIX_TEXT];
	struct ip_conf c;

	(void)state;
	c = good("192.0.2.5::192.0.2.1:255.255.255.0:vpn1.example:eth0:none");
	assert_int_equal(c.method, IP_STATIC);
	assert_string_equal(prefix_text(&c.address, text), "192.0.2.5/24");
	assert_int_equal(c.gateway.family, AF_INET);
	assert_memory_equal(c.gateway.bytes, "\xc0\x00\x02\x01", 4);
	assert_string_equal(c.hostname, "vpn1.example");
	assert_string_equal(c.name, "eth0");
	c = good("192.0.2.5:::32:::");
	assert_int_equal(c.address.len, 32);
	assert_int_equal(c.gateway.family, 0);
	assert_int_equal(c.select, SELECT_ANY);
	c = good("192.0.2.5::192.0.2.1:24::eth0:none:9.9.9.9:[2620:fe::9]");
	assert_int_equal(c.dns[0].family, AF_INET);
	assert_int_equal(c.dns[1].family, AF_INET6);
	c = good("192.0.2.5::192.0.2.1:24::eth0:off:1450");
	assert_int_equal(c.mtu, 1450);
	c = good("::::host:eth0:dhcp");
	assert_int_equal(c.method, IP_DHCP);
	assert_string_equal(c.hostname, "host");
}

static void static_v6(void **state)
{
	char text[PREFIX_TEXT];
	struct ip_conf c;

	(void)state;
	c = good("[2001:db8::5]::[fe80::1]:64::eth0:none");
	assert_string_equal(prefix_text(&c.address, text), "2001:db8::5/64");
	assert_int_equal(c.gateway.family, AF_INET6);
	assert_int_equal(c.gateway.bytes[15], 1);
}

static void refused(void **state)
{
	static const char *const bad[] = {
		"", "dchp", "ibft", "eth0:ibft", "eth0:", ":", "../x:dhcp",
		"eth0", "sixteencharacter:dhcp", ".:dhcp", "eth0:maybe",
		"0.0.0.0:::24::::none", "0.0.0.0/8", "127.0.0.1:::8:::none",
		"224.0.0.1:::24:::none", "1.2.3.4:::0:::none", "1.2.3.4/0",
		"1.2.3.4:::33:::none", "1.2.3.4:::255.0.255.0:::none",
		"1.2.3.4/33", "1.2.3.4/x", ":::24::eth0:none",
		"::1.2.3.1:::eth0:off", "1.2.3.4:::24::eth0:maybe",
		"1.2.3.4:::24::eth0:ibft", "1.2.3.4:::24::a/b:none",
		"2001:db8::5::[fe80::1]:64::eth0:none",
		"[2001:db8::5::[fe80::1]:64::eth0:none", "[2001:db8::5",
		"[2001:db8::5]x:::64::eth0:none", "2001]:::64::eth0:none",
		"x[2001:db8::5]:::64::eth0:none", "[2001:db8::5]/64]:::::eth0",
		"[2001:db8::5/64]/60:::::eth0:none", "[]:::64::eth0:none",
		"eth0\n:dhcp", "eth 0:dhcp",
	};
	char huge[TEXT_MAX + 1];
	struct ip_conf c;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (!ipparam_parse(bad[i], &c))
			fail_msg("taken: ip=%s", bad[i]);
	memset(huge, ':', TEXT_MAX);
	huge[TEXT_MAX] = '\0';
	assert_string_equal(ipparam_parse(huge, &c), "it is too long");
	memset(huge, 'x', TEXT_MAX);
	for (int i = 1; i < TEXT_MAX; i += 2)
		huge[i] = ':';
	assert_non_null(ipparam_parse(huge + 2, &c));
}

/* Empty fields at the end, and what the guides of hosters write. */
static void as_written(void **state)
{
	static const char *const all[] = {
		"192.168.253.2::192.168.253.1:255.255.255.0::bond0.100:::::",
		"192.168.253.2::192.168.253.1:255.255.255.0::bond0.100:none",
		"192.168.253.2/24::192.168.253.1:::bond0.100:off::::::::::::",
		"192.168.253.2/24::192.168.253.1:24::bond0.100",
	};
	char text[PREFIX_TEXT];
	struct ip_conf c;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		c = good(all[i]);
		assert_int_equal(c.method, IP_STATIC);
		assert_string_equal(prefix_text(&c.address, text),
				    "192.168.253.2/24");
		assert_int_equal(c.gateway.bytes[3], 1);
		assert_string_equal(c.name, "bond0.100");
		assert_string_equal(c.odd, "");
	}
	assert_int_equal(good("eth0:dhcp::").method, IP_DHCP);
	assert_int_equal(good("dhcp:").method, IP_DHCP);
	assert_int_equal(good("::::::dhcp").select, SELECT_ANY);
	assert_int_equal(good("::::host:eth0:").method, IP_DHCP);
	/* Without a name for the card, and without a method. */
	c = good("192.0.2.5::192.0.2.1:255.255.255.0");
	assert_int_equal(c.method, IP_STATIC);
	assert_int_equal(c.select, SELECT_ANY);
	assert_int_equal(good("[2001:db8::5/60]").address.len, 60);
	assert_int_equal(good("[2001:db8::5]/60:::::eth0").address.len, 60);
}

static void methods(void **state)
{
	static const struct {
		const char *name;
		enum ip_method method;
		const char *odd;
	} all[] = {
		{"dhcp", IP_DHCP, ""}, {"on", IP_DHCP, ""}, {"any", IP_DHCP, ""},
		{"single-dhcp", IP_DHCP, ""},
		{"both", IP_DHCP, "method \"both\" (DHCP is asked, not BOOTP and RARP)"},
		{"bootp", IP_DHCP, "method \"bootp\" (DHCP is asked, not BOOTP)"},
		{"rarp", IP_DHCP, "method \"rarp\" (DHCP is asked, not RARP)"},
		{"auto6", IP_AUTO6, ""}, {"dhcp6", IP_AUTO6, ""},
		{"either6", IP_AUTO6, ""}, {"link6", IP_LINK, ""},
		{"link-local", IP_LINK, "method \"link-local\" (of IPv6 only)"},
		{"none", IP_OFF, ""}, {"off", IP_OFF, ""}, {"static", IP_OFF, ""},
	};
	static const char *const forms[] = {"%s", "eth0:%s", ":::::eth0:%s"};
	struct ip_conf c;
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		for (size_t k = 0; k < 3; k++) {
			snprintf(text, sizeof(text), forms[k], all[i].name);
			c = good(text);
			assert_int_equal(c.method, all[i].method);
			assert_string_equal(c.odd, all[i].odd);
		}
	}
}

/* An address, and the rest by itself. */
static void both_ways(void **state)
{
	struct ip_conf c = good("192.0.2.5::192.0.2.1:24::eth0:auto6");

	(void)state;
	assert_int_equal(c.method, IP_AUTO6);
	assert_int_equal(c.address.len, 24);
	assert_string_equal(c.odd, "");
	c = good("192.0.2.5::192.0.2.1:24::eth0:dhcp");
	assert_int_equal(c.method, IP_AUTO6);
	assert_string_equal(c.odd, "DHCP (there is an address)");
	c = good("[2001:db8::5]::[fe80::1]:64::eth0:dhcp");
	assert_int_equal(c.method, IP_DHCP);
	assert_int_equal(c.address.addr.family, AF_INET6);
	c = good(":192.0.2.9:192.0.2.1:24:host:eth0:dhcp");
	assert_int_equal(c.method, IP_DHCP);
	assert_string_equal(c.odd, "second field \"192.0.2.9\", gateway "
				   "\"192.0.2.1\", netmask \"24\"");
	assert_string_equal(c.hostname, "host");
}

static void odd(const char *text, const char *want)
{
	struct ip_conf c = good(text);

	if (strcmp(c.odd, want))
		fail_msg("ip=%s: %s", text, c.odd);
}

/* What is wrong, or is nothing that this is, costs only itself. */
static void left_out(void **state)
{
	struct ip_conf c;

	(void)state;
	c = good("192.0.2.5::192.0.2.1:24::eth0:none:9.9.9.9:1.1.1.1:192.0.2.3");
	assert_string_equal(c.odd, "NTP server \"192.0.2.3\" (this is no client "
				   "of it)");
	assert_int_equal(c.dns[1].bytes[0], 1);
	odd("192.0.2.5::192.0.2.1:24::eth0:none:::192.0.2.3",
	    "NTP server \"192.0.2.3\" (this is no client of it)");
	odd("192.0.2.5::192.0.2.1:24::eth0:none:x:1.1.1.1",
	    "name server \"x\" (it is no address)");
	odd("192.0.2.5::192.0.2.1:24::eth0:none:9.9.9.9:1.1.1.1::8.8.8.8",
	    "field \"8.8.8.8\"");
	odd("192.0.2.5::192.0.2.1:24:a_b:eth0:none", "host name \"a_b\"");
	odd("192.0.2.5::[fe80::1]:24::eth0:none",
	    "gateway \"fe80::1\" (it is no address of that family)");
	odd("192.0.2.5::0.0.0.0:24::eth0:none",
	    "gateway \"0.0.0.0\" (it is no address of that family)");
	odd("192.0.2.5/25::192.0.2.1:24::eth0:none",
	    "netmask \"24\" (the address says /25)");
	odd("192.0.2.5::192.0.2.1:::eth0:none", "no netmask (/24 taken)");
	odd("10.0.2.5::10.0.2.1:::eth0:none", "no netmask (/8 taken)");
	odd("[2001:db8::5]::[fe80::1]:::eth0:none", "no netmask (/64 taken)");
	odd("eth0:dhcp:x", "MTU \"x\" (it is not from 1280 to 9216)");
	odd("eth0:dhcp:1279", "MTU \"1279\" (it is not from 1280 to 9216)");
	odd("192.0.2.5::192.0.2.1:24::eth0:none:9217",
	    "MTU \"9217\" (it is not from 1280 to 9216)");
	assert_int_equal(good("eth0:dhcp:9217").mtu, 0);
	odd("eth0:dhcp:1400:zz", "field \"zz\"");
	odd(":dhcp:1400:52-54-00-00-00-07",
	    "the MAC address (it needs an interface)");
}

static void link_fields(void **state)
{
	static const char *const all[] = {
		"eth0:dhcp:1400:52-54-00-ab-cd-ef",
		"eth0:dhcp:1400:52:54:00:ab:cd:ef",
		"eth0:dhcp::52:54:00:ab:cd:ef",
		"192.0.2.5::192.0.2.1:24::eth0:none:1400:52-54-00-ab-cd-ef",
		"192.0.2.5::192.0.2.1:24::eth0:none:1400:52:54:00:ab:cd:ef:",
		"192.0.2.5::192.0.2.1:24::eth0:none::52:54:00:AB:CD:EF",
	};
	struct ip_conf c;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		c = good(all[i]);
		assert_string_equal(c.odd, "");
		assert_true(c.has_new_mac);
		assert_memory_equal(c.new_mac, "\x52\x54\x00\xab\xcd\xef", 6);
		assert_int_equal(c.mtu, strstr(all[i], "1400") ? 1400 : 0);
		assert_string_equal(c.name, "eth0");
	}
}

/* The second field: the other end, or a server that is beyond the gateway. */
static void peers(void **state)
{
	static const struct {
		const char *text, *peer, *odd;
	} all[] = {
		{"10.0.0.2:10.0.0.1:10.0.0.1:255.255.255.255::eth0:none",
		 "10.0.0.1/32", ""},
		{"10.0.0.2:172.31.1.1:172.31.1.1:24::eth0:none", "172.31.1.1/32",
		 ""},
		{"10.0.0.2:172.31.1.1::255.255.255.255::eth0:none",
		 "172.31.1.1/32", ""},
		{"10.0.0.2:172.31.1.1/16:172.31.1.1:32::eth0:none",
		 "172.31.0.0/16", ""},
		{"10.0.0.2:10.0.0.9:10.0.0.1:24::eth0:none", "", ""},
		{"10.0.0.2:192.0.2.9:10.0.0.1:24::eth0:none", "",
		 "second field \"192.0.2.9\" (it is beyond the gateway)"},
		{"10.0.0.2:x:10.0.0.1:24::eth0:none", "",
		 "second field \"x\" (it is no address of that family)"},
		{"[fd00::2]:[fd00:1::1]:[fd00:1::1]:128::eth0:none",
		 "fd00:1::1/128", ""},
	};
	char text[PREFIX_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct ip_conf c = good(all[i].text);

		assert_string_equal(c.odd, all[i].odd);
		assert_string_equal(c.peer.addr.family
					? prefix_text(&c.peer, text) : "",
				    all[i].peer);
	}
}

/* However much is wrong, it is told as far as there is room. */
static void much(void **state)
{
	char text[TEXT_MAX] = "192.0.2.5::192.0.2.1:24::eth0:none:";
	struct ip_conf c;

	(void)state;
	memset(text + strlen(text), 'x', TEXT_MAX - strlen(text) - 1);
	c = good(text);
	assert_true(strlen(c.odd) < IPPARAM_ODD);
	assert_string_equal(c.odd + strlen(c.odd) - 4, " ...");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_forms), cmocka_unit_test(static_v4),
		cmocka_unit_test(static_v6),   cmocka_unit_test(refused),
		cmocka_unit_test(as_written),  cmocka_unit_test(methods),
		cmocka_unit_test(both_ways),   cmocka_unit_test(left_out),
		cmocka_unit_test(link_fields), cmocka_unit_test(peers),
		cmocka_unit_test(much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
