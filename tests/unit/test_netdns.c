// sources: tools/lib/addr.c tools/net/resolv.c tools/lib/readfile.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Name servers written and read again; what is no address is passed over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "messages.h"

#include "../../tools/stboot/netdns.c"

static char path[] = "/tmp/test_netdns.XXXXXX";

static void put(const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void there_and_back(void **state)
{
	struct addr dns[3], got[3];

	(void)state;
	memset(dns, 0, sizeof(dns));
	assert_true(addr_parse("192.0.2.53", &dns[0]));
	assert_true(addr_parse("2001:db8::53", &dns[1]));
	assert_true(addr_parse("192.0.2.54", &dns[2]));
	assert_int_equal(resolv_write(path, dns, 3, "eth0"), 0);
	memset(got, 0, sizeof(got));
	assert_int_equal(netdns_read(path, got, 2), 2);
	assert_memory_equal(got, dns, 2 * sizeof(*dns));
	assert_int_equal(netdns_read(path, got, 3), 3);
	assert_int_equal(netdns_read("/tmp/no/such/file", got, 3), 0);
}

/* A link-local server is reached by its interface only, and said so. */
static void scoped(void **state)
{
	char line[64] = "";
	struct addr dns;
	FILE *f;

	(void)state;
	assert_true(addr_parse("fe80::53", &dns));
	assert_int_equal(resolv_write(path, &dns, 1, "eth0"), 0);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	fclose(f);
	assert_string_equal(line, "nameserver fe80::53%eth0\n");
}

static void junk(void **state)
{
	struct addr got[3];

	(void)state;
	put("search example.org\nnameserver\nnameserver 127.0.0.1\n"
	    "nameserver 1.2.3\nnameserver 192.0.2.1 x\n"
	    "nameserver 192.0.2.9");
	assert_int_equal(netdns_read(path, got, 3), 1);
	assert_int_equal(got[0].bytes[3], 9);
}

/* However many and long they are, all that is said fits. */
static void said(void **state)
{
	struct addr dns[4];

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_true(addr_parse(
			"2001:db8:1111:2222:3333:4444:5555:6666", &dns[i]));
	forget_messages();
	say(dns, 4);
	assert_non_null(strstr(messages, ":6666\n"));
	forget_messages();
	say(dns, 0);
	assert_non_null(strstr(messages, "no name server"));
}

static int make_file(void **state)
{
	(void)state;
	close(mkstemp(path));
	return 0;
}

static int remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back), cmocka_unit_test(scoped),
		cmocka_unit_test(junk), cmocka_unit_test(said),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
