/* SPDX-License-Identifier: BSD-2-Clause */
/* peerlist: makes and checks the lists of peers that wgd takes. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "err.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

static const struct {
	const char *name, *help;
	int (*run)(int argc, char **argv);
} commands[] = {
	{"full", "make a list of a table of peers", full_main},
	{"delta", "make a list of what two full lists differ in", delta_main},
	{"check", "is this a list, and signed by that key?", check_main},
};

static void usage(FILE *to)
{
	fputs("usage: peerlist COMMAND [flags]\n", to);
	for (size_t i = 0; i < LEN(commands); i++)
		fprintf(to, "  %-6s %s\n", commands[i].name, commands[i].help);
	fputs("Flags of one: peerlist COMMAND -h\n", to);
}

int main(int argc, char **argv)
{
	progname = "peerlist";
	if (sodium_init() < 0)
		die(EXIT_UNKNOWN, "libsodium does not start");
	if (argc == 2 && (!strcmp(argv[1], "-h") || !strcmp(argv[1], "help"))) {
		usage(stdout);
		finish(EXIT_YES);
	}
	for (size_t i = 0; argc >= 2 && i < LEN(commands); i++)
		if (!strcmp(argv[1], commands[i].name))
			finish(commands[i].run(argc - 2, argv + 2));
	if (argc >= 2)
		warn("unknown command: %s", argv[1]);
	usage(stderr);
	return EXIT_USAGE;
}
