// sources: tools/lib/addr.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses, prefixes, netmasks and numbers: what is taken and what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <sys/socket.h>

#include "addr.h"

static void addresses(void **state)
{
	static const char *const bad[] = {
		"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4 ", " 1.2.3.4",
		"0x1.2.3.4", "1.2.3.-4", "::1::", "fe80::1%eth0", "[::1]",
		"1:2:3:4:5:6:7:8:9", "g::1", "12345::1",
	};
	struct addr a;

	(void)state;
	assert_true(addr_parse("10.0.2.15", &a));
	assert_int_equal(a.family, AF_INET);
	assert_memory_equal(a.bytes, "\x0a\x00\x02\x0f", 4);
	assert_true(addr_parse("fd00::1", &a));
	assert_int_equal(a.family, AF_INET6);
	assert_int_equal(a.bytes[0], 0xfd);
	assert_int_equal(a.bytes[15], 1);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (addr_parse(bad[i], &a))
			fail_msg("taken: \"%s\"", bad[i]);
}

static void host(void **state)
{
	static const char *const yes[] = {"10.0.0.1", "100.64.0.1", "192.0.2.9",
					  "169.254.1.1", "fe80::1", "2001::1"};
	static const char *const no[] = {"0.0.0.0", "0.1.2.3", "127.0.0.1",
					 "224.0.0.1", "240.0.0.1", "::", "::1",
					 "255.255.255.255", "ff02::1"};
	struct addr a;

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++) {
		assert_true(addr_parse(yes[i], &a));
		if (!addr_is_host(&a))
			fail_msg("not a host: %s", yes[i]);
	}
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++) {
		assert_true(addr_parse(no[i], &a));
		if (addr_is_host(&a))
			fail_msg("a host: %s", no[i]);
	}
}

static void contains(const char *prefix, const char *addr, bool expected)
{
	struct prefix p;
	struct addr a;

	assert_true(prefix_parse(prefix, &p));
	assert_true(addr_parse(addr, &a));
	if (prefix_contains(&p, &a) != expected)
		fail_msg("%s in %s: not %d", addr, prefix, expected);
}

static void containment(void **state)
{
	(void)state;
	contains("10.64.0.1/24", "10.64.0.255", true);
	contains("10.64.0.1/24", "10.64.1.0", false);
	contains("10.64.0.0/23", "10.64.1.9", true);
	contains("10.64.0.0/23", "10.64.2.0", false);
	contains("0.0.0.0/0", "203.0.113.1", true);
	contains("::/0", "203.0.113.1", false);
	contains("10.1.1.1/32", "10.1.1.1", true);
	contains("10.1.1.1/32", "10.1.1.0", false);
	contains("fd00::/127", "fd00::1", true);
	contains("fd00::/127", "fd00::2", false);
	contains("fd00::1/128", "fd00::1", true);
}

static void prefixes(void **state)
{
	static const char *const bad[] = {
		"10.0.0.1/33", "10.0.0.1/", "10.0.0.1/-1", "10.0.0.1/024",
		"10.0.0.1/24/24", "/24", "fd00::/129", "10.0.0.1/ 24",
		"fd00:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000/64",
	};
	char text[PREFIX_TEXT];
	struct prefix p;

	(void)state;
	assert_true(prefix_parse("10.64.0.1/24", &p));
	assert_string_equal(prefix_text(&p, text), "10.64.0.1/24");
	assert_true(prefix_parse("fd6d:6179:666c::1/64", &p));
	assert_string_equal(prefix_text(&p, text), "fd6d:6179:666c::1/64");
	assert_true(prefix_parse("192.0.2.1", &p));
	assert_int_equal(p.len, 32);
	assert_true(prefix_parse("2001:db8::1", &p));
	assert_int_equal(p.len, 128);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (prefix_parse(bad[i], &p))
			fail_msg("taken: \"%s\"", bad[i]);
}

static void netmasks(void **state)
{
	unsigned int n;

	(void)state;
	assert_true(netmask_parse("255.255.255.0", AF_INET, &n));
	assert_int_equal(n, 24);
	assert_true(netmask_parse("255.255.254.0", AF_INET, &n));
	assert_int_equal(n, 23);
	assert_true(netmask_parse("255.255.255.255", AF_INET, &n));
	assert_int_equal(n, 32);
	assert_true(netmask_parse("0.0.0.0", AF_INET, &n));
	assert_int_equal(n, 0);
	assert_true(netmask_parse("64", AF_INET6, &n));
	assert_int_equal(n, 64);
	assert_false(netmask_parse("255.0.255.0", AF_INET, &n));
	assert_false(netmask_parse("0.255.255.255", AF_INET, &n));
	assert_false(netmask_parse("33", AF_INET, &n));
	assert_false(netmask_parse("255.255.255.0", AF_INET6, &n));
	assert_false(netmask_parse("ffff::", AF_INET, &n));
	assert_false(netmask_parse("", AF_INET, &n));
}

static void numbers(void **state)
{
	unsigned long n;

	(void)state;
	assert_true(number_parse("0", 10, &n));
	assert_int_equal(n, 0);
	assert_true(number_parse("65535", 65535, &n));
	assert_int_equal(n, 65535);
	assert_true(number_parse("4294967295", 4294967295, &n));
	assert_false(number_parse("65536", 65535, &n));
	assert_false(number_parse("10", 9, &n));
	assert_false(number_parse("5", 4, &n));
	assert_false(number_parse("", 10, &n));
	assert_false(number_parse("01", 10, &n));
	assert_false(number_parse("+1", 10, &n));
	assert_false(number_parse("1 ", 10, &n));
	assert_false(number_parse("99999999999999999999999", 4294967295, &n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses), cmocka_unit_test(host),
		cmocka_unit_test(containment), cmocka_unit_test(prefixes),
		cmocka_unit_test(netmasks), cmocka_unit_test(numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
