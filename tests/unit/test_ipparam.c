// sources: tools/lib/addr.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* The ip= option in all its forms, and the forms that are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

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
		"", "dchp", "dhcp6", "eth0:", ":", "eth0:dhcp:", "eth0:dhcp:x",
		"eth0:dhcp:1279", "eth0:dhcp:9217", "../x:dhcp", "eth0:dhcp:1:",
		"1.2.3.4", "1.2.3.4:::24", "sixteencharacter:dhcp", ".:dhcp",
		"0.0.0.0:::24:::none", "127.0.0.1:::8:::none",
		"224.0.0.1:::24:::none", "1.2.3.4:::0:::none",
		"1.2.3.4:::33:::none", "1.2.3.4:::255.0.255.0:::none",
		"1.2.3.4:::::eth0:none", ":::24::eth0:none",
		"1.2.3.4:5.6.7.8::24::eth0:none",
		"1.2.3.4::[fe80::1]:24::eth0:none",
		"1.2.3.4::0.0.0.0:24::eth0:none",
		"1.2.3.4::1.2.3.1:24:-host:eth0:none",
		"1.2.3.4::1.2.3.1:24:a..b:eth0:none",
		"1.2.3.4::1.2.3.1:24::eth0:dhcp", "1.2.3.4:::24::eth0:maybe",
		"1.2.3.4:::24::eth0:none:9.9.9.9:x",
		"1.2.3.4:::24::eth0:none:9.9.9.9:9.9.9.9:9.9.9.9",
		"2001:db8::5::[fe80::1]:64::eth0:none",
		"[2001:db8::5::[fe80::1]:64::eth0:none", "[2001:db8::5",
		"[2001:db8::5]x:::64::eth0:none", "2001]:::64::eth0:none",
		"x[2001:db8::5]:::64::eth0:none", "[]:::64::eth0:none",
		"52-54-00-ab-cd:dhcp:1400:2", "eth0\n:dhcp", "eth 0:dhcp",
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
	assert_non_null(ipparam_parse(huge + 1, &c));
}

static void hostnames(void **state)
{
	char name[HOSTNAME_SIZE + 1];

	(void)state;
	assert_true(hostname_valid("a"));
	assert_true(hostname_valid("vpn-1.example.net"));
	assert_true(hostname_valid("3com"));
	assert_false(hostname_valid(""));
	assert_false(hostname_valid("a."));
	assert_false(hostname_valid(".a"));
	assert_false(hostname_valid("a-"));
	assert_false(hostname_valid("a-.b"));
	assert_false(hostname_valid("a_b"));
	memset(name, 'a', sizeof(name));
	name[HOSTNAME_SIZE - 1] = '\0';
	assert_true(hostname_valid(name));
	name[HOSTNAME_SIZE - 1] = 'a';
	name[HOSTNAME_SIZE] = '\0';
	assert_false(hostname_valid(name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(short_forms), cmocka_unit_test(static_v4),
		cmocka_unit_test(static_v6),   cmocka_unit_test(refused),
		cmocka_unit_test(hostnames),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
