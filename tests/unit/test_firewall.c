// sources: tools/init/rules.c tools/lib/cmdline.c tools/lib/wgport.c tools/lib/addr.c tools/lib/tunnel.c tools/lib/err.c tools/lib/seccomp.c tools/net/supervise.c tools/net/clock.c tools/net/console.c tools/net/relay.c tools/net/sysctl.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules that are not filled in are not loaded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/init/firewall.c"

/* Fail closed: without a valid port no rule is loaded, no network allowed. */
static void bad_port(void **unused)
{
	(void)unused;
	firewall_start("wg.port=0 wg.address=10.64.0.1/24", 1);
	assert_int_equal(firewall_state(), FIREWALL_REFUSED);
	assert_false(firewall_exited(12345, 0));
	assert_int_equal(firewall_state(), FIREWALL_REFUSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
