// sources: tools/lib/tunnel.c tools/lib/addr.c tools/lib/cmdline.c tools/lib/wgport.c tools/lib/num.c
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/* The wg.* options: what makes a server, and every mistake that refuses one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/wgd/param.c"

#define KEY "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg="
#define KEY2 "TrMvSoP4jYQlY6RIzBgbssQqY3vxI2Pi+y71lOWWXX0="
#define ADDR "wg.address=10.64.0.1/24 "

static struct wg_conf conf;
static char why[256];

static void whole(void **state)
{
	char text[PREFIX_TEXT];

	(void)state;
	assert_int_equal(param_parse("quiet ip=dhcp wg.port=443 "
				     "wg.address=10.64.0.1/24,fd6d::1/64 "
				     "wg.peer=" KEY ",10.64.0.2/32,fd6d::2/128 "
				     "wg.peer=" KEY2 ",10.64.0.3 -- x",
				     &conf, why, sizeof(why)), 0);
	assert_int_equal(conf.port, 443);
	assert_int_equal(conf.address_count, 2);
	assert_string_equal(prefix_text(&conf.address[1], text), "fd6d::1/64");
	assert_int_equal(conf.peer_count, 2);
	assert_int_equal(conf.peer[0].key[0], 0xc5);
	assert_int_equal(conf.peer[0].key[31], 0x38);
	assert_int_equal(conf.peer[0].allowed_count, 2);
	assert_string_equal(prefix_text(&conf.peer[1].allowed[0], text),
			    "10.64.0.3/32");
}

/* What comes later on the command line replaces the image's default. */
static void later_wins(void **state)
{
	char text[PREFIX_TEXT];

	(void)state;
	assert_int_equal(param_parse("wg.address=10.1.0.1/24,fd00::1/64 "
				     "wg.port=1 wg.address=10.2.0.1/16 "
				     "wg.port=2",
				     &conf, why, sizeof(why)), 0);
	assert_int_equal(conf.address_count, 1);
	assert_string_equal(prefix_text(&conf.address[0], text), "10.2.0.1/16");
	assert_int_equal(conf.port, 2);
}

/* What is the tunnel's: both options, without host bits, the last of each. */
static void tunnels(void **state)
{
	char text[PREFIX_TEXT];

	(void)state;
	assert_int_equal(param_parse("wg.allow=198.51.100.0/24 "
				     "wg.address=10.1.0.1/24,fd00::1/64 "
				     "wg.allow=10.65.0.0/16,2001:db8::/32",
				     &conf, why, sizeof(why)), 0);
	assert_int_equal(conf.tunnel.count, 4);
	assert_string_equal(prefix_text(&conf.tunnel.net[0], text),
			    "10.1.0.0/24");
	assert_string_equal(prefix_text(&conf.tunnel.net[3], text),
			    "2001:db8::/32");
}

static void lists(void **state)
{
	(void)state;
	assert_int_equal(param_parse(ADDR, &conf, why, sizeof(why)), 0);
	assert_false(conf.listed);
	assert_int_equal(conf.shrink, 20);
	assert_int_equal(conf.forget, 180);
	assert_int_equal(param_parse(ADDR "wg.peers=https://h/peers "
				     "wg.mtu=1380 wg.shrink=0 wg.floor=9 wg.poll=5 "
				     "wg.forget=0", &conf, why, sizeof(why)),
			 0);
	assert_true(conf.listed);
	assert_int_equal(conf.shrink, 0);
	assert_int_equal(conf.floor, 9);
	assert_int_equal(conf.poll, 5);
	assert_int_equal(conf.forget, 0);
}

static void refused(void **state)
{
	static const char *const bad[] = {
		"", "wg.address=", "wg.address", "wg.address=10.64.0.1",
		"wg.address=10.64.0.1/33", "wg.address=10.64.0.1/0",
		"wg.address=127.0.0.1/8", "wg.address=10.64.0.1/24,",
		"wg.address=1.1.1.1/8,1.1.1.1/8,1.1.1.1/8,1.1.1.1/8,1.1.1.1/8,"
		"1.1.1.1/8,1.1.1.1/8,1.1.1.1/8,1.1.1.1/8",
		ADDR "wg.port=0", ADDR "wg.port=65536", ADDR "wg.port=x",
		ADDR "wg.prot=443", ADDR "wg.peer", ADDR "wg.peer=",
		ADDR "wg.peer=" KEY, ADDR "wg.peer=" KEY ",",
		ADDR "wg.peer=" KEY ",10.64.0.2/33",
		ADDR "wg.peer=" KEY ",10.64.0.2/24",
		ADDR "wg.peer=" KEY ",0.0.0.0/0", ADDR "wg.peer=" KEY ",::/0",
		ADDR "wg.peer=" KEY ",0.0.0.0/1,128.0.0.0/1",
		ADDR "wg.peer=" KEY ",64.0.0.0/2", ADDR "wg.peer=" KEY ",2000::/3",
		ADDR "wg.peer=" KEY ",::/1", ADDR "wg.peer=" KEY ",127.0.0.0/8",
		ADDR "wg.peer=" KEY ",224.0.0.0/4",
		ADDR "wg.peer=" KEY ",169.254.169.254", ADDR "wg.peer=" KEY ",fe80::1",
		"wg.address=10.0.0.1/7", "wg.address=2001:db8::1/15",
		"wg.address=169.254.0.1/24", "wg.address=fe80::1/64",
		ADDR "wg.allow", ADDR "wg.allow=", ADDR "wg.allow=0.0.0.0/1",
		ADDR "wg.allow=10.65.0.1/24", ADDR "wg.allow=10.65.0.0",
		ADDR "wg.allow=127.0.0.0/8", ADDR "wg.allow=::/16",
		ADDR "wg.allow=1.0.0.0/8,2.0.0.0/8,3.0.0.0/8,4.0.0.0/8,5.0.0.0/8,"
		"6.0.0.0/8,7.0.0.0/8,8.0.0.0/8,9.0.0.0/8,10.0.0.0/8,11.0.0.0/8,"
		"12.0.0.0/8,13.0.0.0/8,14.0.0.0/8,15.0.0.0/8,16.0.0.0/8,17.0.0.0/8",
		ADDR "wg.peer=x" KEY ",10.64.0.2/32",
		ADDR "wg.peer=xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg"
		     ",10.64.0.2/32",
		ADDR "wg.peer=xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dh="
		     ",10.64.0.2/32", /* bits behind the end are not zero */
		ADDR "wg.peer=xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8D!="
		     ",10.64.0.2/32",
		ADDR "wg.peer=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
		     ",10.64.0.2/32",
		ADDR "wg.peer=" KEY ",10.64.0.2/32 wg.peer=" KEY
		     ",10.64.0.3/32",
		ADDR "wg.peers", ADDR "wg.peers=", ADDR "wg.peers=http://h/p",
		ADDR "wg.mtu=1279", ADDR "wg.mtu=9137", ADDR "wg.mtu=",
		ADDR "wg.shrink=101", ADDR "wg.shrink=", ADDR "wg.floor=-1",
		ADDR "wg.floor=9223372036854775808", ADDR "wg.poll=0",
		ADDR "wg.forget=86401", ADDR "wg.forget=x",
		ADDR "wg.peer=" KEY ",10.64.0.2/32 wg.peer=" KEY2
		     ",10.64.0.2/32",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		why[0] = '\0';
		if (!param_parse(bad[i], &conf, why, sizeof(why)))
			fail_msg("taken: %s", bad[i]);
		if (!strstr(why, "wg."))
			fail_msg("%s: names no option: %s", bad[i], why);
	}
}

static void too_many(void **state)
{
	char text[CMDLINE_MAX] = ADDR, key[] = KEY, *p;

	(void)state;
	p = text + strlen(text);
	for (int i = 0; i < WG_PEERS; i++) {
		key[1] = (char)('A' + i % 26);
		key[2] = (char)('A' + i / 26);
		p += sprintf(p, "wg.peer=%s,10.64.0.%d/32 ", key, i + 2);
	}
	assert_int_equal(param_parse(text, &conf, why, sizeof(why)), 0);
	assert_int_equal(conf.peer_count, WG_PEERS);
	strcpy(p, "wg.peer=" KEY ",10.64.0.250/32");
	assert_int_equal(param_parse(text, &conf, why, sizeof(why)), -1);
	assert_non_null(strstr(why, "too many peers"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole), cmocka_unit_test(later_wins),
		cmocka_unit_test(lists),
		cmocka_unit_test(tunnels),
		cmocka_unit_test(refused), cmocka_unit_test(too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
