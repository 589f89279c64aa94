// sources: tools/lib/addr.c tools/net/resolv.c tools/lib/readfile.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Name servers written and read again; what is no address is passed over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/wait.h>

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

/* A list of those servers on eth0. */
static struct resolv list_of(const char *const *text)
{
	struct resolv list = {.count = 0};
	struct addr a;

	for (; *text; text++) {
		assert_true(addr_parse(*text, &a));
		resolv_add(&list, &a, "eth0");
	}
	return list;
}

#define LIST(...) list_of((const char *const[]){__VA_ARGS__, NULL})

static void there_and_back(void **state)
{
	struct resolv list = LIST("192.0.2.53", "2001:db8::53", "192.0.2.54");
	struct addr got[3];

	(void)state;
	assert_int_equal(resolv_write(path, &list), 0);
	memset(got, 0, sizeof(got));
	assert_int_equal(resolv_read(path, got, 2), 2);
	for (int i = 0; i < 2; i++)
		assert_memory_equal(&got[i], &list.server[i].addr,
				    sizeof(*got));
	assert_int_equal(resolv_read(path, got, 3), 3);
	assert_int_equal(resolv_read("/tmp/no/such/file", got, 3), 0);
}

/* A link-local server is reached by its interface only, and said so. */
static void scoped(void **state)
{
	struct resolv list = LIST("fe80::53", "169.254.169.254");
	char lines[96] = "";
	FILE *f;

	(void)state;
	assert_int_equal(resolv_write(path, &list), 0);
	f = fopen(path, "r");
	assert_non_null(f);
	lines[fread(lines, 1, sizeof(lines) - 1, f)] = '\0';
	fclose(f);
	assert_string_equal(lines, "nameserver fe80::53%eth0\n"
				   "nameserver 169.254.169.254\n");
}

/* Three, each but once; a link local one for each link. */
static void no_doubles(void **state)
{
	struct resolv list = LIST("192.0.2.53", "192.0.2.53", "fe80::1",
				  "fe80::1");
	struct addr a;

	(void)state;
	assert_int_equal(list.count, 2);
	assert_true(addr_parse("fe80::1", &a));
	resolv_add(&list, &a, "eth1");
	assert_int_equal(list.count, 3);
	assert_true(addr_parse("192.0.2.55", &a));
	resolv_add(&list, &a, "eth1");
	assert_int_equal(list.count, RESOLV_MAX);
}

/* Who writes at the same time tears nothing, and neither fails. */
static void at_once(void **state)
{
	const struct resolv all[] = {
		LIST("192.0.2.1"),
		LIST("2001:db8:1111:2222:3333:4444:5555:6666", "192.0.2.2"),
	};
	struct addr got[3];
	pid_t child = fork();
	int bad = 0, wstatus;

	(void)state;
	for (int i = 0; i < 2000; i++)
		bad += resolv_write(path, &all[child == 0]) != 0;
	if (child == 0)
		_exit(bad > 0);
	assert_int_equal(waitpid(child, &wstatus, 0), child);
	assert_int_equal(wstatus, 0);
	assert_int_equal(bad, 0);
	bad = (int)resolv_read(path, got, 3);
	assert_true(bad == 1 || bad == 2);
	assert_memory_equal(&got[bad - 1], &all[bad - 1].server[bad - 1].addr,
			    sizeof(*got));
}

static void junk(void **state)
{
	struct addr got[3];

	(void)state;
	put("search example.org\nnameserver\nnameserver 127.0.0.1\n"
	    "nameserver 1.2.3\nnameserver 192.0.2.1 x\n"
	    "nameserver 192.0.2.9");
	assert_int_equal(resolv_read(path, got, 3), 1);
	assert_int_equal(got[0].bytes[3], 9);
}

/* However many and long they are, all that is said fits. */
static void said(void **state)
{
	struct resolv list = LIST("2001:db8:1111:2222:3333:4444:5555:1",
				  "2001:db8:1111:2222:3333:4444:5555:2",
				  "2001:db8:1111:2222:3333:4444:5555:6666", "::9");

	(void)state;
	forget_messages();
	say(&list);
	assert_non_null(strstr(messages, ":6666\n"));
	forget_messages();
	list.count = 0;
	say(&list);
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
		cmocka_unit_test(no_doubles), cmocka_unit_test(at_once),
		cmocka_unit_test(junk), cmocka_unit_test(said),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
