// sources: tools/lib/err.c tools/lib/seccomp.c tools/net/supervise.c tools/net/clock.c tools/net/console.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules with the port filled in; and what happens to rules that are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/init/firewall.c"

static void fill(const char *in, const char *expected)
{
	char out[128];
	ssize_t n = firewall_fill(in, strlen(in), 443, out, sizeof(out));

	if (!expected) {
		assert_int_equal(n, -1);
		return;
	}
	assert_int_equal(n, strlen(expected));
	assert_memory_equal(out, expected, strlen(expected));
}

static void port(void **unused)
{
	(void)unused;
	fill("", "");
	fill("*raw\nCOMMIT\n", "*raw\nCOMMIT\n");
	fill("--dport @wg.port@ -j", "--dport 443 -j");
	fill("@wg.port@@wg.port@", "443443");
	fill("# mail me@host\n-p @wg.port@", "# mail me@host\n-p 443");
}

static void leftover(void **unused)
{
	(void)unused;
	fill("--dport @wg.prot@", NULL);
	fill("--dport @wg.port", NULL);
	fill("a\n@", NULL);
	fill("x # not a comment for iptables @\n", NULL);
}

static void room(void **unused)
{
	char out[5];

	(void)unused;
	assert_int_equal(firewall_fill("12345", 5, 443, out, 5), 5);
	assert_int_equal(firewall_fill("123456", 6, 443, out, 5), -1);
	assert_int_equal(firewall_fill("12@wg.port@", 11, 443, out, 5), 5);
	assert_int_equal(firewall_fill("123@wg.port@", 12, 443, out, 5), -1);
}

/* Fail closed: without a valid port no rule is loaded, no network allowed. */
static void bad_port(void **unused)
{
	(void)unused;
	firewall_start(-1);
	assert_int_equal(firewall_state(), FIREWALL_REFUSED);
	assert_false(firewall_exited(12345, 0));
	assert_int_equal(firewall_state(), FIREWALL_REFUSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(port), cmocka_unit_test(leftover),
		cmocka_unit_test(room), cmocka_unit_test(bad_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
