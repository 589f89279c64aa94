// sources: tools/lib/addr.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* DHCP leases from a hostile network: one wrong field refuses the lease. */
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
	assert_string_equal(try("mask", NULL, &l), "mask");
	setenv("subnet", "255.255.255.128", 1);
	assert_null(lease_parse(getenv, &l));
	assert_int_equal(l.address.len, 25);
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
		{"mask", "-1"}, {"mask", "7"}, {"lease", NULL},
		{"lease", "0"}, {"lease", "59"}, {"lease", "4294967296"},
		{"lease", "1h"}, {"mtu", "1279"}, {"mtu", "9217"},
		{"mtu", "0"}, {"mtu", "x"}, {"dns", "x"},
		{"dns", "127.0.0.1"}, {"dns", "192.0.2.2,192.0.2.3"},
		{"dns", "192.0.2.2 $(reboot)"}, {"router", "0.0.0.0"},
		{"router", "192.0.2.1 x"}, {"router", "\x1b[2J"},
		{"staticroutes", "0.0.0.0/0"}, {"staticroutes", "x y"},
		{"staticroutes", "127.0.0.0/8 192.0.2.1"},
		{"staticroutes", "224.0.0.0/4 192.0.2.1"},
		{"staticroutes", "0.0.0.0/1 192.0.2.1"},
		{"staticroutes", "10.0.0.0/8 fd00::1"},
		{"staticroutes", "fd00::/8 192.0.2.1"},
	};
	struct lease l;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		const char *wrong = try(bad[i].name, bad[i].value, &l);

		if (!wrong)
			fail_msg("taken: %s=%s", bad[i].name, bad[i].value);
		assert_string_equal(wrong, bad[i].name);
	}
}

static void too_much(void **state)
{
	char list[LIST_MAX * 2], *p = list;
	struct lease l;

	(void)state;
	for (int i = 0; i <= LEASE_ROUTES; i++)
		p += sprintf(p, "10.%d.0.0/16 192.0.2.1 ", i);
	assert_string_equal(try("staticroutes", list, &l), "staticroutes");
	memset(list, ' ', sizeof(list));
	list[sizeof(list) - 1] = '\0';
	assert_string_equal(try("ip", list, &l), "ip");
	memset(list, '1', PREFIX_TEXT);
	list[PREFIX_TEXT] = '\0';
	assert_string_equal(try("dns", list, &l), "dns");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole),	 cmocka_unit_test(optional),
		cmocka_unit_test(netmask_forms), cmocka_unit_test(classless),
		cmocka_unit_test(refused),	 cmocka_unit_test(too_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
