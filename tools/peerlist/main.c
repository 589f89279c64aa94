/* SPDX-License-Identifier: BSD-2-Clause */
/* peerlist: makes and checks the lists of peers that wgd takes. */
#include <sodium.h>

#include "../lib/command.h"
#include "commands.h"
#include "err.h"

static const struct command commands[] = {
	{NULL, "full", "make a list of a table of peers", full_main},
	{NULL, "delta", "make a list of what two full lists differ in",
	 delta_main},
	{NULL, "check", "is this a list, and signed by that key?", check_main},
};

int main(int argc, char **argv)
{
	progname = "peerlist";
	if (sodium_init() < 0)
		die(EXIT_UNKNOWN, "libsodium does not start");
	command_main(commands, sizeof(commands) / sizeof(commands[0]), argc,
	    argv);
}
