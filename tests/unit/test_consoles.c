// sources: tools/ospkg/consoles.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Which consoles one kernel hands on to the next. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../tools/ospkg/consoles.h"

static void chosen(const char *own, const char *want)
{
	char out[CONSOLES_MAX];

	assert_int_equal(consoles_chosen(own, out), *want != '\0');
	assert_string_equal(out, want);
}

static void choice(void **state)
{
	(void)state;
	chosen("console=ttyS1,115200n8 quiet panic=10",
	       "stboot.console console=ttyS1,115200n8 ");
	chosen("quiet earlycon=efifb keep_bootcon console=ttyS2 acpi=spcr\n",
	       "stboot.console earlycon=efifb keep_bootcon console=ttyS2 "
	       "acpi=spcr ");
	chosen("console=ttyS0,57600 console=ttyS3,9600e7r",
	       "stboot.console console=ttyS0,57600 console=ttyS3,9600e7r ");
	/* Nothing chosen: the package decides, or SPCR. */
	chosen("quiet acpi=spcr earlycon=efifb keep_bootcon", "");
	chosen("", "");
	/* Behind "--" are stboot's own options. */
	chosen("quiet -- console=ttyS1", "");
}

/* Only serial ports of a PC, written out. */
static void no_port(void **state)
{
	static const char *const bad[] = {
	    "console=tty0", "console=ttyS4", "console=ttyS", "console=ttyS10",
	    "console=ttyS1,", "console=ttyS1,n8", "console=ttyS1,115200x",
	    "console=ttyS1,115200n8rr", "console=ttyS1,12345678",
	    "console=ttyS1,115200n8n8n8n8n8n8n8", "console=hvc0",
	    "console=ttyS1,115200\"n8\"", "xconsole=ttyS1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		chosen(bad[i], "");
}

/* A package's own console= is for itself; what was handed to it goes on. */
static void by_whom(void **state)
{
	(void)state;
	chosen("stboot.ospkg=00 console=ttyS1 quiet", "");
	chosen("stboot.ospkg=00 stboot.console console=ttyS1,9600 quiet",
	       "stboot.console console=ttyS1,9600 ");
}

static void many(void **state)
{
	char own[4096] = "", out[CONSOLES_MAX];

	(void)state;
	for (int i = 0; i < 100; i++)
		strcat(own, "console=ttyS1,115200n8 ");
	assert_true(consoles_chosen(own, out));
	assert_true(strlen(out) < CONSOLES_MAX);
	assert_int_equal(out[strlen(out) - 1], ' ');
}

static void without(const char *line, const char *want)
{
	char out[512];

	consoles_without(line, out);
	assert_string_equal(out, want);
}

static void taken_out(void **state)
{
	(void)state;
	without("console=ttyS0,115200n8 quiet  ip=dhcp", "quiet ip=dhcp");
	without("quiet console=tty0 earlycon keep_bootcon", "quiet");
	without("a earlycon=efifb keep-bootcon acpi=spcr b", "a b");
	without("acpi=off x.y=\"two words\"", "acpi=off x.y=\"two words\"");
	without("\"console=ttyS0\" a=\"x console=ttyS1\"",
		"a=\"x console=ttyS1\"");
	without("console=ttyS0 -- console=b  --x", "-- console=b  --x");
	without("a --  b", "a --  b");
	without("console=ttyS0", "");
	without("", "");
	/* Not twice, and a package cannot say it of itself. */
	without("stboot.console a", "a");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(choice),	 cmocka_unit_test(no_port),
	    cmocka_unit_test(by_whom),	 cmocka_unit_test(many),
	    cmocka_unit_test(taken_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
