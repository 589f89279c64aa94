// sources: tools/init/rules.c tools/lib/cmdline.c tools/lib/wgport.c tools/lib/addr.c tools/lib/tunnel.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules with port, networks and limit filled in; and those that cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "../../tools/init/rules.h"

static struct rules values;

static void fill_of(int family, const char *in, const char *expected)
{
	char out[256];
	ssize_t n = rules_fill(in, strlen(in), &values, family, out,
			       sizeof(out));

	if (!expected) {
		assert_int_equal(n, -1);
		return;
	}
	assert_int_equal(n, strlen(expected));
	assert_memory_equal(out, expected, strlen(expected));
}

static void fill(const char *in, const char *expected)
{
	fill_of(AF_INET, in, expected);
}

static void port(void **unused)
{
	(void)unused;
	fill("", "");
	fill("*raw\nCOMMIT\n", "*raw\nCOMMIT\n");
	fill("--dport @wg.port@ -j", "--dport 443 -j");
	fill("@wg.port@@wg.port@", "443443");
	fill("# mail me@host\n-p @wg.port@", "# mail me@host\n-p 443");
	fill("--above @peer.connections@\n", "--above 2048\n");
}

/* A line for each, or for each but WireGuard's own. */
static void ports(void **unused)
{
	static const char lines[] = "a\n-p @wg.ports@\n-p @wg.more@ @wg.port@\n";
	char why[WG_PORT_WHY];

	(void)unused;
	fill(lines, "a\n-p 443\n\n");
	rules_read("wg.address=10.64.0.1/24 wg.port=443,53,123", &values, why);
	fill(lines, "a\n-p 443\n-p 53\n-p 123\n-p 53 443\n-p 123 443\n");
	fill("-s @tunnel@ -p @wg.more@\n",
	     "-s 10.64.0.0/24 -p 53\n-s 10.64.0.0/24 -p 123\n");
	fill("# @wg.ports@\n", "# @wg.ports@\n");
	fill("@wg.ports", NULL);
}

static void leftover(void **unused)
{
	(void)unused;
	fill("--dport @wg.prot@", NULL);
	fill("--dport @wg.port", NULL);
	fill("a\n@", NULL);
	fill("x # not a comment for iptables @\n", NULL);
	fill("-s @tunnel@ --dport @wg.prot@\n", NULL);
	fill("-s @tunnel@ -d @tunnel\n", NULL);
}

static void networks(void **unused)
{
	(void)unused;
	fill("a\n-s @tunnel@ -p @wg.port@\nb\n",
	     "a\n-s 10.64.0.0/24 -p 443\n-s 192.0.2.0/31 -p 443\nb\n");
	fill_of(AF_INET6, "-s @tunnel@", "-s fd6d:6179:666c::/64");
	fill("-s @tunnel@ -d @tunnel@\n",
	     "-s 10.64.0.0/24 -d 10.64.0.0/24\n"
	     "-s 192.0.2.0/31 -d 192.0.2.0/31\n");
	values.tunnel.count = 0;
	fill("a\n-s @tunnel@\nb\n", "a\n\nb\n");
}

static void room(void **unused)
{
	char out[5];

	(void)unused;
	assert_int_equal(rules_fill("12345", 5, &values, AF_INET, out, 5), 5);
	assert_int_equal(rules_fill("123456", 6, &values, AF_INET, out, 5), -1);
	assert_int_equal(rules_fill("12@wg.port@", 11, &values, AF_INET, out, 5),
			 5);
	assert_int_equal(
	    rules_fill("123@wg.port@", 12, &values, AF_INET, out, 5), -1);
	assert_int_equal(rules_fill("#23456", 6, &values, AF_INET, out, 5), -1);
}

static void read_of(const char *line, int wanted_port, size_t wanted)
{
	char why[WG_PORT_WHY];
	int result = rules_read(line, &values, why);

	assert_int_equal(result ? -1 : values.ports.port[0], wanted_port);
	assert_int_equal(values.tunnel.count, wanted);
}

static void command_line(void **unused)
{
	(void)unused;
	read_of("", 51820, 0);
	read_of("wg.port=0 wg.address=10.64.0.1/24", -1, 1);
	read_of("wg.address=10.1.0.1/24,fd00::1/64 wg.address=10.2.0.1/24 q", 51820,
		1);
	assert_int_equal(values.tunnel.net[0].addr.bytes[1], 2);
	/* What wgd refuses, and with it the tunnel. */
	read_of("wg.address=", 51820, 0);
	read_of("wg.address", 51820, 0);
	read_of("wg.address=x/24,0.0.0.0/0,10.64.0.1/1,10.64.0.1/33", 51820, 0);
	/* Peers' networks outside of it are as much the tunnel's. */
	read_of("wg.address=10.64.0.1/24 wg.allow=203.0.113.0/29,x", 51820, 2);
	assert_int_equal(values.tunnel.net[1].addr.bytes[0], 203);
}

static int setup(void **unused)
{
	char why[WG_PORT_WHY];

	(void)unused;
	rules_read("wg.port=443 "
		   "wg.address=10.64.0.1/24,fd6d:6179:666c::1/64,192.0.2.1/31",
		   &values, why);
	values.connections = 2048;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(port, setup),
		cmocka_unit_test_setup(ports, setup),
		cmocka_unit_test_setup(leftover, setup),
		cmocka_unit_test_setup(networks, setup),
		cmocka_unit_test_setup(room, setup),
		cmocka_unit_test_setup(command_line, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
