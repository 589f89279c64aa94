/* SPDX-License-Identifier: BSD-2-Clause */
/* The subcommands; each returns the exit status. */
#ifndef MAYFLY_PEERLIST_COMMANDS_H
#define MAYFLY_PEERLIST_COMMANDS_H

#include "../wg/peerlist.h"

int full_main(int argc, char **argv);
int delta_main(int argc, char **argv);
int check_main(int argc, char **argv);

/*
 * Read a list from the file of that name, signed or not; with vkey (or NULL) it
 * has to be signed by that key and of its realm. Ends the program after a
 * message if it cannot be read or is no list.
 */
void load(const char *path, const char *vkey, struct peerlist *out);

/* Print what stands before the peers. */
void print_head(const struct peerlist *list);

/* Print the "+" line of a peer of that table. */
void print_peer(const struct peers *t, const struct peer *p);

#endif
