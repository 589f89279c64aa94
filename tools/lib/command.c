/* SPDX-License-Identifier: BSD-2-Clause */
#include "command.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "about.h"
#include "err.h"

static bool in_group(const struct command *c, const char *group)
{
	return !group || (c->group && !strcmp(c->group, group));
}

/* Columns of "GROUP NAME". */
static int width(const struct command *c)
{
	return (int)(strlen(c->name) + (c->group ? strlen(c->group) + 1 : 0));
}

/* Of one group; NULL: all of them. */
static void usage(FILE *to, const struct command *table, size_t n,
    const char *group)
{
	const char *first = group ? group : "COMMAND";
	const char *second = table->group ? " SUBCOMMAND" : "";
	int widest = 0;

	for (size_t i = 0; i < n; i++)
		if (in_group(&table[i], group) && width(&table[i]) > widest)
			widest = width(&table[i]);
	fprintf(to, "usage: %s %s%s [flags]\n", progname, first, second);
	for (size_t i = 0; i < n; i++) {
		const struct command *c = &table[i];

		if (in_group(c, group))
			fprintf(to, "  %s%s%s%*s  %s\n", c->group ? c->group : "",
			    c->group ? " " : "", c->name, widest - width(c), "",
			    c->help);
	}
	fprintf(to, "Flags of one: %s %s%s -h\n", progname, first, second);
}

/* The group of that name in the table, or NULL. */
static const char *find_group(const struct command *table, size_t n,
    const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (table[i].group && !strcmp(table[i].group, name))
			return table[i].group;
	return NULL;
}

noreturn void command_main(const struct command *table, size_t n, int argc,
    char **argv)
{
	static char version[] = "--version";
	const int words = table->group ? 2 : 1; /* before the flags */
	const char *group = NULL;

	if (argc > 1 && !strcmp(argv[1], "version"))
		argv[1] = version;
	about(argc, argv, NULL);
	if (argc > 1 && words == 2)
		group = find_group(table, n, argv[1]);
	if ((argc > 1 && about_help(argv[1])) ||
	    (group && argc > 2 && about_help(argv[2]))) {
		usage(stdout, table, n, group);
		finish(EXIT_YES);
	}
	for (size_t i = 0; argc > words && i < n; i++)
		if (in_group(&table[i], group) && (group || words == 1) &&
		    !strcmp(argv[words], table[i].name))
			finish(table[i].run(argc - words - 1, argv + words + 1));
	if (group && argc > 2)
		warn("unknown command: %s %s", argv[1], argv[2]);
	else if (!group && argc > 1)
		warn("unknown command: %s", argv[1]);
	usage(stderr, table, n, group);
	exit(EXIT_USAGE);
}
