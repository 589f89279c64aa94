// sources: tools/lib/addr.c tools/lib/cmdline.c tools/lib/tunnel.c tools/net/keepout.c tools/net/lease.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* What DHCPv6 servers say: the address decides, what else is wrong is left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/net/keepout.h"
#include "../../tools/net/lease6.c"

static const char *ipv6, *seconds, *dns;

static char *get(const char *name)
{
	return (char *)(!strcmp(name, "ipv6") ? ipv6 :
			!strcmp(name, "lease") ? seconds :
			!strcmp(name, "dns") ? dns : NULL);
}

static const char *try(const char *a, const char *s, const char *d,
		       struct lease6 *out)
{
	ipv6 = a;
	seconds = s;
	dns = d;
	return lease6_parse(get, out);
}

static void whole(void **state)
{
	char text[PREFIX_TEXT];
	struct lease6 l;

	(void)state;
	assert_null(try("2600:1f18:0000:0000:fff9:06ea:f5b8:67a4", "450",
			"fd00:0ec2:0000:0000:0000:0000:0000:0253 2001:db8::2",
			&l));
	assert_string_equal(prefix_text(&l.address, text),
			    "2600:1f18::fff9:6ea:f5b8:67a4/128");
	assert_int_equal(l.seconds, 450);
	assert_int_equal(l.dns_count, 2);
	assert_string_equal(l.odd, "");
}

/* Where routers say O: names, and no address. */
static void stateless(void **state)
{
	struct lease6 l;

	(void)state;
	assert_null(try(NULL, NULL, "2001:db8::53 2001:db8::54 2001:db8::55 "
			"2001:db8::56", &l));
	assert_int_equal(l.address.addr.family, 0);
	assert_int_equal(l.dns_count, LEASE_DNS);
	assert_null(try(NULL, NULL, NULL, &l));
	assert_int_equal(l.dns_count, 0);
	assert_string_equal(l.odd, "");
}

static void refused(void **state)
{
	static const char *const wrong[] = {
		"", "x", "::", "::1", "ff02::1", "fe80::1", "192.0.2.1",
		"2001:db8::1/64", "2001:db8::1%eth0",
	};
	struct lease6 l;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		const char *name = try(wrong[i], "60", "2001:db8::53", &l);

		assert_non_null(name);
		assert_string_equal(name, "ipv6");
	}
	assert_string_equal(try("2001:db8::1", "0", NULL, &l), "lease");
}

static void odd(void **state)
{
	struct lease6 l;

	(void)state;
	assert_null(try("2001:db8::1", "59", "::1 192.0.2.1 2001:db8::53 ff02::1",
			&l));
	assert_int_equal(l.seconds, 60);
	assert_int_equal(l.dns_count, 1);
	assert_non_null(strstr(l.odd, "dns \"::1\", dns \"192.0.2.1\""));
	assert_non_null(strstr(l.odd, "lease \"59\" (60 s taken)"));
	assert_null(try("2001:db8::1", NULL, NULL, &l));
	assert_int_equal(l.seconds, 3600);
	assert_null(try("2001:db8::1", "4294967295", NULL, &l));
	assert_int_equal(l.seconds, UINT32_MAX);
}

static void tunnels(void **state)
{
	struct tunnel t;
	struct lease6 l;

	(void)state;
	tunnel_read("wg.address=10.64.0.1/24,fd6d::1/64", &t);
	assert_null(try("2001:db8::1", "60", "fd6d::53 2001:db8::53", &l));
	assert_true(keepout_lease6(&l, &t));
	assert_int_equal(l.dns_count, 1);
	assert_non_null(strstr(l.odd, "fd6d::53"));
	assert_null(try("fd6d::9", "60", NULL, &l));
	assert_false(keepout_lease6(&l, &t));
	assert_null(try(NULL, NULL, "2001:db8::53", &l));
	assert_true(keepout_lease6(&l, &t));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole), cmocka_unit_test(stateless),
		cmocka_unit_test(refused), cmocka_unit_test(odd),
		cmocka_unit_test(tunnels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
