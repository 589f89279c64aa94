// sources: tools/lib/mac.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of hosts, interfaces and cards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/net/ifname.c"

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

static void cards(void **state)
{
	struct card c;

	(void)state;
	assert_true(card_parse("eth1.5", &c));
	assert_false(c.has_mac);
	assert_string_equal(c.name, "eth1.5");
	assert_true(card_parse("52-54-00-Ab-cd-EF", &c));
	assert_true(c.has_mac);
	assert_string_equal(c.name, "");
	assert_memory_equal(c.mac, "\x52\x54\x00\xab\xcd\xef", 6);
	assert_false(card_parse("", &c));
	assert_false(card_parse("..", &c));
	assert_false(card_parse("sixteencharacter", &c));
	assert_false(card_parse("52-54-00-ab-cd-e", &c));
	assert_false(card_parse("a/b", &c));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostnames), cmocka_unit_test(cards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
