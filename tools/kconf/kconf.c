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

static int usage(const struct command *only)
{
	for (size_t i = 0; i < LEN(commands); i++)
		if (only == NULL || only == &commands[i])
			fprintf(stderr, "usage: kconf %s %s\n",
				commands[i].name, commands[i].args);
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	progname = "kconf";
	if (argc < 2)
		return usage(NULL);
	for (size_t i = 0; i < LEN(commands); i++) {
		int status;

		if (strcmp(argv[1], commands[i].name) != 0)
			continue;
		status = commands[i].run(argc - 1, argv + 1);
		if (status == EXIT_USAGE)
			return usage(&commands[i]);
		finish(status);
	}
	return usage(NULL);
}
