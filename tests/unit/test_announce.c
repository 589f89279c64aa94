// sources: tools/lib/addr.c tools/lib/rtusable.c tools/lib/err.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Which addresses are announced, and that each is once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../tools/init/announce.c"

/* What announce_add() prints about the address. */
static const char *said(const char *prefix, int index, uint32_t flags,
			uint8_t scope)
{
	static char out[256];
	struct rtnl_addr a = {.index = index, .flags = flags, .scope = scope};
	int saved = dup(STDOUT_FILENO), p[2];
	ssize_t n;

	assert_true(prefix_parse(prefix, &a.prefix));
	assert_int_equal(pipe(p), 0);
	fflush(stdout);
	dup2(p[1], STDOUT_FILENO);
	close(p[1]);
	announce_add("eth0", &a);
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	n = read(p[0], out, sizeof(out) - 1);
	close(p[0]);
	assert_true(n >= 0);
	out[n] = '\0';
	return out;
}

static void lost(const char *prefix, int index)
{
	struct rtnl_addr a = {.index = index};

	assert_true(prefix_parse(prefix, &a.prefix));
	announce_remove(&a);
}

static void once(void **state)
{
	static const char line[] =
		"mayfly: address interface=eth0 address=10.0.2.15/24\n";

	(void)state;
	assert_false(announce_any(0));
	assert_string_equal(said("10.0.2.15/24", 2, 0, 0), line);
	assert_true(announce_any(0));
	assert_true(announce_any(2));
	assert_false(announce_any(3));
	assert_string_equal(said("10.0.2.15/24", 2, 0, 0), "");
	lost("10.0.2.15/24", 3); /* another interface's */
	assert_string_equal(said("10.0.2.15/24", 2, 0, 0), "");
	lost("10.0.2.15/24", 2);
	assert_false(announce_any(2));
	assert_string_equal(said("10.0.2.15/24", 2, 0, 0), line);
	lost("10.0.2.15/24", 2);
}

static void not_yet(void **state)
{
	(void)state;
	assert_string_equal(said("fe80::1/64", 2, 0, RT_SCOPE_LINK), "");
	/* What AWS gives for nothing but its metadata, with any scope. */
	assert_string_equal(said("169.254.1.74/32", 2, 0, 0), "");
	assert_string_equal(said("127.0.0.1/8", 2, 0, RT_SCOPE_HOST), "");
	assert_string_equal(said("fd00::1/64", 2, IFA_F_TENTATIVE, 0), "");
	assert_string_equal(said("fd00::1/64", 2,
				 IFA_F_TENTATIVE | IFA_F_DADFAILED, 0), "");
	assert_false(announce_any(0));
	assert_string_equal(said("fd00::1/64", 2, 0, 0),
			    "mayfly: address interface=eth0 "
			    "address=fd00::1/64\n");
	lost("fd00::1/64", 2);
}

/* A fresh look: what is still there is not said again, what is gone is. */
static void afresh(void **state)
{
	(void)state;
	assert_string_not_equal(said("10.0.2.15/24", 2, 0, 0), "");
	assert_string_not_equal(said("10.0.3.15/24", 3, 0, 0), "");
	announce_begin();
	assert_true(announce_any(3));
	assert_string_equal(said("10.0.2.15/24", 2, 0, 0), "");
	assert_string_not_equal(said("10.0.4.15/24", 2, 0, 0), "");
	announce_end();
	assert_true(announce_any(2));
	assert_false(announce_any(3));
	assert_string_equal(said("10.0.4.15/24", 2, 0, 0), "");
	assert_string_not_equal(said("10.0.3.15/24", 3, 0, 0), "");
	announce_begin();
	announce_end();
	assert_false(announce_any(0));
}

/* More addresses than the table has: the oldest is forgotten, no more. */
static void many(void **state)
{
	char text[32];

	(void)state;
	for (int i = 0; i <= KNOWN_MAX; i++) {
		snprintf(text, sizeof(text), "10.0.%d.1/24", i);
		assert_string_not_equal(said(text, 2, 0, 0), "");
	}
	assert_string_equal(said("10.0.1.1/24", 2, 0, 0), "");
	assert_string_not_equal(said("10.0.0.1/24", 2, 0, 0), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(once), cmocka_unit_test(not_yet),
		cmocka_unit_test(afresh), cmocka_unit_test(many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
