// sources: tools/lib/addr.c tools/lib/cmdline.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* One port or several; and what is none, named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/lib/wgport.c"

static struct wg_ports ports;
static char why[WG_PORT_WHY];

/* The ports, with commas, or the reason. */
static const char *said(const char *cmdline)
{
	static char text[128];

	why[0] = text[0] = '\0';
	if (wg_ports_read(cmdline, &ports, why))
		return why;
	for (size_t i = 0; i < ports.count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "%s%d", i ? "," : "", ports.port[i]);
	return text;
}

static void good(void **state)
{
	(void)state;
	assert_string_equal(said(""), "51820");
	assert_int_equal(ports.options, 0);
	assert_string_equal(said("wg.port=443"), "443");
	assert_int_equal(ports.options, 1);
	assert_string_equal(said("wg.port=51820,53,123,443 ip=dhcp"),
			    "51820,53,123,443");
	assert_string_equal(said("wg.port=1,2,3,4,5,6,7,65535"),
			    "1,2,3,4,5,6,7,65535");
	/* The last one counts, whatever the others are. */
	assert_string_equal(said("wg.port=443 a wg.port=53"), "53");
	assert_int_equal(ports.options, 2);
	assert_string_equal(said("wg.port=x wg.port=53,1"), "53,1");
	assert_string_equal(said("-- wg.port=0"), "51820");
}

static void none(void **state)
{
	static const char *const wrong[] = {
		"wg.port=65536", "wg.port=0", "wg.port=", "wg.port", "wg.port=x",
		"wg.port=53 wg.port=-1", "wg.port=53,", "wg.port=,53",
		"wg.port=53,,54", "wg.port=53;54", "wg.port=053",
		"wg.port=53,99999",
	};
	char longest[VALUE_MAX + 16] = "wg.port=1";

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_non_null(strstr(said(wrong[i]), "wg.port= is not a port "
				       "number from 1 to 65535"));
	memset(longest + strlen(longest), '1', VALUE_MAX);
	assert_non_null(strstr(said(longest), "not a port number"));
}

static void named(void **state)
{
	(void)state;
	assert_string_equal(said("wg.port=51820,53,123,53"),
			    "wg.port=: 53 stands there twice");
	assert_string_equal(said("wg.port=1,2,3,4,5,6,7,8,9"),
			    "wg.port=: 9 is one too many, there may be 8");
	assert_non_null(strstr(said("wg.port=51820,68"), "68 is the port of"));
	assert_non_null(strstr(said("wg.port=546"), "546 is the port of"));
	assert_non_null(strstr(said("wg.port=53,99999"), "\"99999\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good), cmocka_unit_test(none),
		cmocka_unit_test(named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
