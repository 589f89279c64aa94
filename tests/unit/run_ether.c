// sources: tests/ether/scene.c tests/ether/seen.c tests/ether/wire.c tests/ether/link.c tests/ether/dhcp.c tests/ether/ask.c tests/ether/switch.c tests/ether/look.c
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run_ether SCENARIO FOLDER SECONDS: the odd neighbours of guests, at the other end of
 * QEMU's cards; tests/ether/README.md has the words of scenarios. The sockets of card NAME
 * are FOLDER/NAME.net (ours) and FOLDER/NAME.nic (QEMU's). Ends after SECONDS, or by
 * SIGTERM, with the totals. Exit 0, 2 usage or scenario, 3 sockets.
 */
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "../ether/ether.h"

static volatile sig_atomic_t ended;

static void end(int sig)
{
	(void)sig;
	ended = 1;
}

int main(int argc, char *argv[])
{
	double limit;

	if (argc != 4 || (limit = atof(argv[3])) <= 0)
		die(2, "usage: run_ether SCENARIO FOLDER SECONDS");
	if (sodium_init() < 0)
		die(3, "no random numbers");
	folder = argv[2];
	scene_read(argv[1]);
	for (unsigned i = 0; i < n_parts; i++)
		if (parts[i].kind == &kind_card)
			wire_open(word(&parts[i], "name", "a"), parts[i].net);
	signal(SIGTERM, end);
	signal(SIGINT, end);
	while (!ended && now() < limit) {
		parts_turn();
		wire_turn(0.1);
	}
	seen_totals();
	return 0;
}
