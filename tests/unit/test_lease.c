// sources: tools/lib/addr.c
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * DHCP leases from a hostile network, or an odd one: address and mask decide, what
 * else is wrong is left out and told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../tools/net/lease.c"

static const char *const names[] = {"ip",  "mask", "subnet",      "lease",
				    "mtu", "dns",  "staticroutes", "router"};

/* A lease that is right, with one variable replaced (NULL: removed). */
static const char *try(const char *name, const char *v, struct lease *out)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		unsetenv(names[i]);
	setenv("ip", "192.0.2.7", 1);
	setenv("mask", "24", 1);
	setenv("lease", "3600", 1);
	setenv("router", "192.0.2.1", 1);
	setenv("dns", "192.0.2.2 192.0.2.3", 1);
	if (v)
		setenv(name, v, 1);
	else
		unsetenv(name);
	return lease_parse(getenv, out);
}

static void whole(void **state)
{
	char text[PREFIX_TEXT];
	struct lease l;

	(void)state;
	assert_null(try("mtu", "1400", &l));
	assert_string_equal(prefix_text(&l.address, text), "192.0.2.7/24");
	assert_int_equal(l.seconds, 3600);
	assert_int_equal(l.mtu, 1400);
	assert_int_equal(l.dns_count, 2);
	assert_int_equal(l.route_count, 1);
	assert_int_equal(l.route[0].dst.len, 0);
	assert_memory_equal(l.route[0].gateway.bytes, "\xc0\x00\x02\x01", 4);
}

static void optional(void **state)
{
	struct lease l;

	(void)state;
	assert_null(try("router", NULL, &l));
	assert_int_equal(l.route_count, 0);
	assert_null(try("dns", NULL, &l));
	assert_int_equal(l.dns_count, 0);
	assert_int_equal(l.mtu, 0);
	assert_null(try("router", "192.0.2.1 192.0.2.9", &l));
	assert_int_equal(l.route_count, 1);
	assert_null(try("dns", "192.0.2.2 192.0.2.3 192.0.2.4 192.0.2.5", &l));
	assert_int_equal(l.dns_count, LEASE_DNS);
	assert_null(try("lease", "4294967295", &l)); /* for ever */
	assert_int_equal(l.seconds, 4294967295);
}

static void netmask_forms(void **state)
{
	struct lease l;

	(void)state;
	assert_null(try("mask", "32", &l));
	assert_int_equal(l.address.len, 32);
	assert_null(try("mask", "31", &l));
	assert_int_equal(l.address.len, 31);
	assert_null(try("mask", NULL, &l));
	setenv("subnet", "255.255.255.128", 1);
	assert_null(lease_parse(getenv, &l));
	assert_int_equal(l.address.len, 25);
	assert_false(l.classful);
	assert_string_equal(l.odd, "");
}

/* Without a mask: RFC 791's classes. */
static void classful(void **state)
{
	static const struct {
		const char *ip;
		unsigned int len;
	} all[] = {
		{"10.0.2.15", 8}, {"127.255.255.254", 0}, {"126.1.2.3", 8},
		{"128.0.0.9", 16}, {"172.16.0.2", 16}, {"191.255.0.1", 16},
		{"192.168.1.2", 24}, {"223.255.255.1", 24}, {"224.0.0.1", 0},
	};
	struct lease l;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		try("mask", NULL, &l);
		setenv("ip", all[i].ip, 1);
		if (!all[i].len) {
			assert_string_equal(lease_parse(getenv, &l), "ip");
			continue;
		}
		assert_null(lease_parse(getenv, &l));
		assert_true(l.classful);
		assert_int_equal(l.address.len, all[i].len);
		assert_non_null(strstr(l.odd, "no mask"));
	}
}

static void classless(void **state)
{
	struct lease l;

	(void)state;
	/* A cloud: /32, the gateway directly attached; router is ignored. */
	assert_null(try("staticroutes",
			"172.31.1.1/32 0.0.0.0 0.0.0.0/0 172.31.1.1", &l));
	assert_int_equal(l.route_count, 2);
	assert_int_equal(l.route[0].gateway.family, 0);
	assert_int_equal(l.route[0].dst.len, 32);
	assert_int_equal(l.route[1].dst.len, 0);
	assert_int_equal(l.route[1].gateway.bytes[0], 172);
}

/* Only the address, or a mask that is there, can refuse a lease. */
static void refused(void **state)
{
	static const struct {
		const char *name, *value;
	} bad[] = {
		{"ip", NULL}, {"ip", ""}, {"ip", "0.0.0.0"},
		{"ip", "127.0.0.1"}, {"ip", "255.255.255.255"},
		{"ip", "224.0.0.9"}, {"ip", "192.0.2.7; reboot"},
		{"ip", "fd00::1"}, {"ip", "192.0.2.7/24"}, {"ip", "1.2.3"},
		{"mask", "33"}, {"mask", "0"}, {"mask", "255.0.255.0"},
		{"mask", "-1"}, {"mask", "7"}, {"mask", ""},
		{"mask", "0.0.0.0"}, {"mask", "255.255.255.0 "},
	};
	struct lease l;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		const char *wrong = try(bad[i].name, bad[i].value, &l);

		if (!wrong)
			fail_msg("taken: %s=%s", bad[i].name, bad[i].value);
		assert_string_equal(wrong, bad[i].name);
	}
	/* The rest is there: the mask may be known from before. */
	assert_string_equal(try("mask", "0.0.0.0", &l), "mask");
	assert_int_equal(l.seconds, 3600);
	assert_int_equal(l.route_count, 1);
	assert_int_equal(l.dns_count, 2);
}

static void lease_times(void **state)
{
	static const struct {
		const char *value;
		uint32_t seconds;
	} all[] = {
		{NULL, 3600}, {"", 3600}, {"1h", 3600}, {"-1", 3600},
		{"4294967296", 3600}, {"0", 60}, {"1", 60}, {"30", 60},
		{"59", 60},
	};
	struct lease l;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		assert_null(try("lease", all[i].value, &l));
		assert_int_equal(l.seconds, all[i].seconds);
		assert_non_null(strstr(l.odd, "lease"));
	}
	assert_null(try("lease", "60", &l));
	assert_int_equal(l.seconds, 60);
	assert_string_equal(l.odd, "");
}

/* What is left out; all else of the lease is taken. */
static void left_out(void **state)
{
	static const struct {
		const char *name, *value, *odd;
		size_t dns, routes;
	} all[] = {
		{"mtu", "0", "mtu \"0\"", 2, 1},
		{"mtu", "576", "mtu \"576\"", 2, 1},
		{"mtu", "1279", "mtu \"1279\"", 2, 1},
		{"mtu", "9217", "mtu \"9217\"", 2, 1},
		{"mtu", "65535", "mtu \"65535\"", 2, 1},
		{"mtu", "x", "mtu \"x\"", 2, 1},
		{"dns", "127.0.0.1", "dns \"127.0.0.1\"", 0, 1},
		{"dns", "0.0.0.0 9.9.9.9", "dns \"0.0.0.0\"", 1, 1},
		{"dns", "9.9.9.9 255.255.255.255 1.1.1.1",
		 "dns \"255.255.255.255\"", 2, 1},
		{"dns", "192.0.2.2,192.0.2.3", "dns \"192.0.2.2,192.0.2.3\"",
		 0, 1},
		{"dns", "192.0.2.2 $(reboot)", "dns \"$(reboot)\"", 1, 1},
		{"dns", "x y", "dns \"x\", dns \"y\"", 0, 1},
		{"router", "0.0.0.0", "router \"0.0.0.0\"", 2, 0},
		{"router", "192.0.2.1 0.0.0.0", "router \"0.0.0.0\"", 2, 1},
		{"router", "0.0.0.0 192.0.2.1", "router \"0.0.0.0\"", 2, 1},
		{"router", "192.0.2.7", "router \"192.0.2.7\"", 2, 0},
		{"router", "\x1b[2J", "router \"\x1b[2J\"", 2, 0},
		/* No route of option 121 is usable: then the router is. */
		{"staticroutes", "0.0.0.0/0", "staticroutes \"0.0.0.0/0\"",
		 2, 1},
		{"staticroutes", "127.0.0.0/8 192.0.2.1",
		 "staticroutes \"127.0.0.0/8 192.0.2.1\"", 2, 1},
		{"staticroutes", "224.0.0.0/4 192.0.2.1 0.0.0.0/0 192.0.2.9",
		 "staticroutes \"224.0.0.0/4 192.0.2.1\"", 2, 1},
		{"staticroutes", "224.0.0.0/3 192.0.2.1 0.0.0.0/0 192.0.2.9",
		 "staticroutes \"224.0.0.0/3 192.0.2.1\"", 2, 1},
		{"staticroutes", "0.0.0.0/8 192.0.2.1 10.0.0.0/8 192.0.2.9",
		 "staticroutes \"0.0.0.0/8 192.0.2.1\"", 2, 1},
		{"staticroutes", "10.0.0.0/8 fd00::1 10.0.0.0/8 192.0.2.9",
		 "staticroutes \"10.0.0.0/8 fd00::1\"", 2, 1},
		{"staticroutes", "fd00::/8 192.0.2.1 10.0.0.0/8 192.0.2.9",
		 "staticroutes \"fd00::/8 192.0.2.1\"", 2, 1},
		{"staticroutes", "10.0.0.0/8 192.0.2.7 10.0.0.0/8 192.0.2.9",
		 "staticroutes \"10.0.0.0/8 192.0.2.7\"", 2, 1},
	};
	struct lease l;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		const char *wrong = try(all[i].name, all[i].value, &l);

		if (wrong)
			fail_msg("refused: %s=%s", all[i].name, all[i].value);
		assert_string_equal(l.odd, all[i].odd);
		assert_int_equal(l.dns_count, all[i].dns);
		assert_int_equal(l.route_count, all[i].routes);
		assert_int_equal(l.mtu, 0);
		assert_int_equal(l.seconds, 3600);
	}
}

/* The default route in two halves, as some servers write it. */
static void halves(void **state)
{
	struct lease l;

	(void)state;
	assert_null(try("staticroutes",
			"0.0.0.0/1 192.0.2.1 128.0.0.0/1 192.0.2.1", &l));
	assert_int_equal(l.route_count, 2);
	assert_int_equal(l.route[0].dst.len, 1);
	assert_int_equal(l.route[1].dst.addr.bytes[0], 128);
	assert_string_equal(l.odd, "");
}

/* RFC 3442: bits behind the mask are set to zero. */
static void host_bits(void **state)
{
	char text[PREFIX_TEXT];
	struct lease l;

	(void)state;
	assert_null(try("staticroutes", "129.210.177.132/25 192.0.2.1", &l));
	assert_string_equal(prefix_text(&l.route[0].dst, text),
			    "129.210.177.128/25");
	assert_null(try("staticroutes", "10.255.255.255/9 192.0.2.1 "
			"10.128.0.0/9 192.0.2.9 1.2.3.4/0 192.0.2.1", &l));
	assert_int_equal(l.route_count, 2); /* the second is the first again */
	assert_string_equal(prefix_text(&l.route[0].dst, text), "10.128.0.0/9");
	assert_int_equal(l.route[0].gateway.bytes[3], 1);
	assert_string_equal(prefix_text(&l.route[1].dst, text), "0.0.0.0/0");
	assert_string_equal(l.odd, "");
}

/* A list of n routes, then the default route. */
static char *many(int n)
{
	static char list[64 * 1024];
	char *p = list;

	for (int i = 0; i < n; i++)
		p += sprintf(p, "10.%d.%d.0/24 192.0.2.1 ", i / 256, i % 256);
	strcpy(p, "0.0.0.0/0 192.0.2.1");
	return list;
}

static void too_much(void **state)
{
	char list[4096];
	struct lease l;

	(void)state;
	/* As many as udhcpc can bring, and more than 1024 bytes of text. */
	for (int n = 17; n < LEASE_ROUTES; n += 34) {
		assert_null(try("staticroutes", many(n), &l));
		assert_int_equal(l.route_count, n + 1);
		assert_int_equal(l.route[n].dst.len, 0);
		assert_string_equal(l.odd, "");
	}
	/* More than fit: said, and the default route is there. */
	assert_null(try("staticroutes", many(1000), &l));
	assert_int_equal(l.route_count, LEASE_ROUTES);
	assert_int_equal(l.route[LEASE_ROUTES - 1].dst.len, 0);
	assert_string_equal(l.odd,
			    "staticroutes (809 more than the 192 that fit)");
	memset(list, ' ', sizeof(list));
	list[sizeof(list) - 1] = '\0';
	assert_string_equal(try("ip", list, &l), "ip");
	assert_null(try("staticroutes", list, &l));
	assert_int_equal(l.route_count, 1);
	memset(list, '1', sizeof(list) - 1);
	assert_null(try("dns", list, &l));
	assert_int_equal(l.dns_count, 0);
	/* The text has an end, and shows that it was cut. */
	for (size_t i = 1; i < sizeof(list) - 1; i += 2)
		list[i] = ' ';
	assert_null(try("dns", list, &l));
	assert_int_equal(strlen(l.odd), LEASE_ODD - 1);
	assert_string_equal(l.odd + LEASE_ODD - 5, " ...");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole),	 cmocka_unit_test(optional),
		cmocka_unit_test(netmask_forms), cmocka_unit_test(classful),
		cmocka_unit_test(classless),	 cmocka_unit_test(refused),
		cmocka_unit_test(lease_times),	 cmocka_unit_test(left_out),
		cmocka_unit_test(halves),	 cmocka_unit_test(host_bits),
		cmocka_unit_test(too_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
