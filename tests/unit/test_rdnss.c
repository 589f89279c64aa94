// sources: tools/lib/addr.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Name servers out of router advertisements, and nothing out of damaged ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/net/rdnss.c"

enum { TABLE = RDNSS_ROUTERS, ALL = HEAD + 4 * ADDRESS };

static struct rdnss table[TABLE];
static unsigned char message[sizeof(struct nduseroptmsg) + ALL];
static struct nduseroptmsg head;
static int64_t now;
static unsigned char *option = message + sizeof(struct nduseroptmsg);

/* An option with the servers 2001:db8::FIRST and the n - 1 after it. */
static void compose(int index, size_t n, unsigned char first, uint32_t seconds)
{
	memset(message, 0, sizeof(message));
	head = (struct nduseroptmsg){
		.nduseropt_family = AF_INET6,
		.nduseropt_opts_len = (unsigned short)(HEAD + n * ADDRESS),
		.nduseropt_ifindex = index,
		.nduseropt_icmp_type = TYPE_RA,
	};
	option[0] = OPTION_RDNSS;
	option[1] = (unsigned char)(1 + 2 * n);
	for (int i = 0; i < 4; i++)
		option[LIFETIME + i] = (unsigned char)(seconds >> (24 - 8 * i));
	for (size_t i = 0; i < n; i++) {
		unsigned char *a = option + HEAD + i * ADDRESS;

		memcpy(a, "\x20\x01\x0d\xb8", 4);
		a[15] = (unsigned char)(first + i);
	}
}

static void take(size_t len)
{
	memcpy(message, &head, sizeof(head));
	rdnss_read(table, message, len, now);
}

int64_t clock_min(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int setup(void **state)
{
	(void)state;
	memset(table, 0, sizeof(table));
	now = 1000;
	return 0;
}

static void servers(void **state)
{
	(void)state;
	compose(3, 2, 1, 60);
	take(sizeof(message));
	take(sizeof(message)); /* advertised again and again */
	assert_int_equal(table[0].index, 3);
	assert_int_equal(table[0].count, 2);
	assert_int_equal(table[0].dns[0].family, AF_INET6);
	assert_int_equal(table[0].dns[1].bytes[15], 2);
	compose(3, 4, 2, 60); /* three are kept */
	take(sizeof(message));
	assert_int_equal(table[0].count, RDNSS_MAX);
	compose(3, 1, 1, 0); /* withdrawn */
	take(sizeof(message));
	assert_int_equal(table[0].count, 2);
	assert_int_equal(table[0].dns[0].bytes[15], 2);
	assert_int_equal(table[0].dns[1].bytes[15], 3);
}

/* Each is good for as long as was said last. */
static void lifetimes(void **state)
{
	(void)state;
	compose(3, 1, 1, 60);
	take(sizeof(message));
	compose(3, 1, 2, 0x10000);
	take(sizeof(message));
	compose(3, 1, 3, 0xffffffff);
	take(sizeof(message));
	assert_true(rdnss_expire(table, now) == 61000);
	now = 61000;
	assert_true(rdnss_expire(table, now) == 1000 + 65536000LL);
	assert_int_equal(table[0].count, 2);
	assert_int_equal(table[0].dns[0].bytes[15], 2);
	compose(3, 1, 2, 5);
	take(sizeof(message));
	assert_true(rdnss_expire(table, now) == 66000);
	now = INT64_MAX - 1;
	assert_true(rdnss_expire(table, now) == CLOCK_NEVER);
	assert_int_equal(table[0].count, 1);
	assert_int_equal(table[0].dns[0].bytes[15], 3);
	assert_ptr_equal(rdnss_find(table, 3), &table[0]);
	assert_null(rdnss_find(table, 4));
	rdnss_forget(table, 3);
	assert_null(rdnss_find(table, 3));
}

static void interfaces(void **state)
{
	(void)state;
	for (int i = 1; i <= TABLE + 1; i++) {
		compose(i, 1, (unsigned char)i, 60);
		take(sizeof(message));
	}
	assert_int_equal(table[0].index, 1);
	assert_int_equal(table[1].index, 2);
	assert_int_equal(table[1].dns[0].bytes[15], 2);
}

/* A server that is no host's address is not one. */
static void no_host(void **state)
{
	(void)state;
	compose(1, 2, 1, 60);
	memset(option + HEAD, 0xff, ADDRESS);
	take(sizeof(message));
	assert_int_equal(table[0].count, 1);
	assert_int_equal(table[0].dns[0].bytes[15], 2);
}

static void damaged(void **state)
{
	(void)state;
	for (size_t len = 0; len < sizeof(head) + HEAD + 2 * ADDRESS; len++) {
		compose(1, 2, 1, 60);
		take(len);
	}
	compose(1, 1, 1, 60);
	head.nduseropt_opts_len = HEAD - 1;
	take(sizeof(message));
	compose(1, 1, 1, 60);
	option[1] = 0;
	take(sizeof(message));
	compose(1, 1, 1, 60);
	option[1] = 5; /* longer than the options */
	take(sizeof(message));
	compose(1, 1, 1, 60);
	option[0] = 31; /* search list */
	take(sizeof(message));
	compose(0, 1, 1, 60);
	take(sizeof(message));
	compose(1, 1, 1, 60);
	head.nduseropt_icmp_type = 137;
	take(sizeof(message));
	compose(1, 1, 1, 60);
	head.nduseropt_family = AF_INET;
	take(sizeof(message));
	assert_int_equal(table[0].index, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(servers, setup),
		cmocka_unit_test_setup(lifetimes, setup),
		cmocka_unit_test_setup(interfaces, setup),
		cmocka_unit_test_setup(no_host, setup),
		cmocka_unit_test_setup(damaged, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
