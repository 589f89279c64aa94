/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kconf: kernel configuration from fragments, on the kernel's own parser.
 *
 * It is linked with the objects of the kernel tree's scripts/kconfig, which
 * are GPL-2.0; hence this licence for all files of tools/kconf, unlike the
 * rest of Mayfly (BSD-2-Clause, which may be linked in).
 */
#include "kconf.h"

#include <stdio.h>
#include <string.h>

#include "about.h"
#include "err.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *args;
} commands[] = {
	{"record", cmd_record, "dir Kconfig"},
	{"resolve", cmd_resolve,
	 "[--json] -o output {--tree dir | [--probes file] Kconfig} "
	 "fragment ..."},
	{"why", cmd_why,
	 "[--json] [--fragments file] [--older file] --tree dir symbol"},
	{"check", cmd_check,
	 "[--json] [--fragments file | --config file] [--rules file] "
	 "[--deviations file] --tree dir"},
	{"diff", cmd_diff, "[--json] [--fragments file] --tree dir a b"},
	{"dump", cmd_dump, "[--keep-going] [--fragments file] --tree dir"},
	{"bump", cmd_bump,
	 "[--text | --json | --commit | --undecided] [--strict] "
	 "[--fragments file] old new"},
	{"size", cmd_size,
	 "[--json] [--symbols symbols.tsv] [--before objects.tsv] "
	 "[--budget file] objects.tsv"},
};

#define LEN(x) (sizeof(x) / sizeof(*(x)))

/* Prints how that command, or NULL: each, is used. */
static void usage(FILE *to, const struct command *only)
{
	for (size_t i = 0; i < LEN(commands); i++)
		if (only == NULL || only == &commands[i])
			fprintf(to, "usage: kconf %s %s\n", commands[i].name,
				commands[i].args);
}

int main(int argc, char **argv)
{
	progname = "kconf";
	about(argc, argv, NULL);
	if (argc > 1 && about_help(argv[1])) {
		usage(stdout, NULL);
		finish(EXIT_YES);
	}
	for (size_t i = 0; argc > 1 && i < LEN(commands); i++) {
		int status;

		if (strcmp(argv[1], commands[i].name) != 0)
			continue;
		status = commands[i].run(argc - 1, argv + 1);
		if (status == EXIT_USAGE)
			usage(stderr, &commands[i]);
		finish(status);
	}
	usage(stderr, NULL);
	return EXIT_USAGE;
}
