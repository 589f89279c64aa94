/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/about.c tools/lib/err.c
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scratch.h"

#include "../../tools/lib/command.c"

/* The exit status is the number of words that the command got. */
static int count(int argc, char **argv)
{
	(void)argv;
	return argc;
}

static const struct command grouped[] = {
	{"disk", "check", "look at it", count},
	{"disk", "x", "do", count},
	{"tape", "wind", "turn", count},
};
static const struct command flat[] = {
	{NULL, "long-name", "one", count},
	{NULL, "b", "two", count},
};

static int grouped_main(int argc, char **argv)
{
	progname = "tool";
	command_main(grouped, 3, argc, argv);
}

static int flat_main(int argc, char **argv)
{
	progname = "tool";
	command_main(flat, 2, argc, argv);
}

#define on_grouped(...) run_words(grouped_main, "tool", __VA_ARGS__)
#define on_flat(...) run_words(flat_main, "tool", __VA_ARGS__)

/* Each line in its place: the columns are as wide as the longest name. */
static void prints(const char *which, const char *text)
{
	char *all = printed(which);

	assert_string_equal(all, text);
	free(all);
}

static void runs_what_is_named(void **state)
{
	(void)state;
	assert_int_equal(on_grouped("disk", "x"), 0);
	assert_int_equal(on_grouped("disk", "check", "a", "-h"), 2);
	assert_int_equal(on_grouped("tape", "wind", "a"), 1);
	assert_int_equal(on_flat("b", "1", "2", "3"), 3);
}

static void prints_help_in_columns(void **state)
{
	(void)state;
	assert_int_equal(on_grouped("-h"), EXIT_YES);
	prints("out", "usage: tool COMMAND SUBCOMMAND [flags]\n"
	    "  disk check  look at it\n"
	    "  disk x      do\n"
	    "  tape wind   turn\n"
	    "Flags of one: tool COMMAND SUBCOMMAND -h\n");
	prints("err", "");
	assert_int_equal(on_grouped("tape", "-help"), EXIT_YES);
	prints("out", "usage: tool tape SUBCOMMAND [flags]\n"
	    "  tape wind  turn\n"
	    "Flags of one: tool tape SUBCOMMAND -h\n");
	assert_int_equal(on_flat("help"), EXIT_YES);
	prints("out", "usage: tool COMMAND [flags]\n"
	    "  long-name  one\n"
	    "  b          two\n"
	    "Flags of one: tool COMMAND -h\n");
}

static void refuses_the_rest(void **state)
{
	(void)state;
	assert_int_equal(on_grouped("disc", "x"), EXIT_USAGE);
	assert_true(said("tool: unknown command: disc\n"));
	assert_int_equal(on_grouped("disk", "wind"), EXIT_USAGE);
	assert_true(said("tool: unknown command: disk wind\n"));
	assert_int_equal(on_grouped("disk"), EXIT_USAGE);
	assert_true(said("usage: tool disk SUBCOMMAND [flags]\n"));
	assert_int_equal(on_flat("c"), EXIT_USAGE);
	assert_true(said("tool: unknown command: c\n"));
	assert_int_equal(run_words(flat_main, "tool"), EXIT_USAGE);
	prints("out", "");
}

static void tells_the_version(void **state)
{
	(void)state;
	assert_int_equal(on_flat("version"), EXIT_YES);
	prints("out", "tool (Mayfly) none, build none\n");
	assert_int_equal(on_grouped("--version"), EXIT_YES);
	prints("out", "tool (Mayfly) none, build none\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_what_is_named),
		cmocka_unit_test(prints_help_in_columns),
		cmocka_unit_test(refuses_the_rest),
		cmocka_unit_test(tells_the_version),
	};

	return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
