/* SPDX-License-Identifier: BSD-2-Clause */
/* stmgr: System Transparency's operator tool. See stmgr.1. */
#include <stdio.h>
#include <string.h>

#include "../lib/err.h"
#include "stmgr.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

static const struct {
	const char *command, *subcommand, *help;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "ospkg", "create", "make an OS package from kernel and initramfs",
	  ospkg_create },
	{ "ospkg", "sign", "sign an OS package", ospkg_sign },
	{ "ospkg", "sigsum", "add a Sigsum proof to an OS package",
	  ospkg_sigsum },
	{ "ospkg", "verify", "is an OS package signed by whom we trust?",
	  ospkg_verify_main },
	{ "keygen", "certificate", "make a signing key with its certificate, "
	  "or a root", keygen_certificate },
	{ "hostconfig", "check", "is a host configuration valid?",
	  hostconfig_check },
	{ "trustpolicy", "check", "is a trust policy valid?",
	  trustpolicy_check },
	{ "uki", "create", "make a unified kernel image, or a medium that "
	  "boots it", uki_create },
	{ "uki", "digest", "print the hash that Secure Boot knows a UKI by",
	  uki_digest },
	{ "uki", "to-iso", "make a boot medium from a UKI or EFI program",
	  uki_to_iso },
	{ "note", "sign", "sign a text, as a signed note", note_sign },
	{ "note", "verify", "is a note signed by that key?", note_verify_main },
	{ "note", "link", "sign a list of hashes, as an in-toto link",
	  note_link },
};

static void usage(FILE *to)
{
	size_t i;

	fputs("usage: stmgr COMMAND SUBCOMMAND [flags]\n", to);
	for (i = 0; i < LEN(commands); i++)
		fprintf(to, "  %s %-12s %s\n", commands[i].command,
		    commands[i].subcommand, commands[i].help);
	fputs("Flags of one: stmgr COMMAND SUBCOMMAND -h\n", to);
}

int main(int argc, char **argv)
{
	size_t i;

	progname = "stmgr";
	if (argc == 2 && (!strcmp(argv[1], "-h") || !strcmp(argv[1], "help") ||
	    !strcmp(argv[1], "-help") || !strcmp(argv[1], "--help"))) {
		usage(stdout);
		finish(EXIT_YES);
	}
	for (i = 0; argc >= 3 && i < LEN(commands); i++)
		if (!strcmp(argv[1], commands[i].command) &&
		    !strcmp(argv[2], commands[i].subcommand))
			finish(commands[i].run(argc - 3, argv + 3));
	if (argc >= 3)
		warn("unknown command: %s %s", argv[1], argv[2]);
	usage(stderr);
	return EXIT_USAGE;
}
