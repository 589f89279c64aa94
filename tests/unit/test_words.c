/* SPDX-License-Identifier: BSD-2-Clause */
/* Which options are said to be nobody's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "messages.h"

#include "../../tools/init/words.c"

static void said(void **state)
{
	static const char *const all[] = {
		"rd.route", "rd.neednet", "rd.peerdns", "rd.net.dhcp.retry",
		"ifname", "bridge", "team", "bootdev", "BOOTIF", "IP", "ip6",
		"nfsaddrs", "nameservers", "namserver", "nmaeserver",
		"NameServer", "vlans", "vlna", "lan", "bonds", "bnod", "upgarde",
		"upgrades", "wgport", "wg-port", "wg_peers", "gw.address",
		"WG.PEER",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		forget_messages();
		if (!words_check(all[i]))
			fail_msg("not said: %s", all[i]);
		assert_non_null(strstr(messages, all[i]));
	}
}

/* The kernel's, and what other programs of an image look at themselves. */
static void not_said(void **state)
{
	static const char *const all[] = {
		"console", "quiet", "panic", "efi", "lockdown", "init_on_free",
		"bonding.max_bonds", "page_alloc.shuffle", "ro", "rw", "lp",
		"root", "rdinit", "initrd", "loglevel", "net.ifnames", "nohz",
		"no_timer_check", "ipv6.disable", "ip_vs", "ipe.enforce", "io",
		"BOOT_IMAGE", "stboot.ospkg", "sysctl.net.ipv4.ip_forward",
		"upgrade", "upgrade.pol", "upgrade.number", "wg.prot", "wg.port",
		"wg.peers", "land", "", "band.x", "wg", "name", "serve",
	};

	(void)state;
	forget_messages();
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (words_check(all[i]))
			fail_msg("said: %s", messages);
	assert_string_equal(messages, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(said), cmocka_unit_test(not_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
