/* SPDX-License-Identifier: GPL-2.0-only */
/* Which option builds a module: what the tree's makefiles say. */
#ifndef KCONF_MODULES_H
#define KCONF_MODULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* One object that an option builds, alone or as a module. */
struct module {
	char *name;   /* tg3, with '_' for '-', in small letters */
	char *option; /* TIGON3 */
};

/* Ordered by name, then option; none twice. */
struct modules {
	struct module *at;
	size_t n;
};

/*
 * Append what the makefile f says in lines as "obj-$(CONFIG_TIGON3) += tg3.o".
 * Its other lines, and conditions around these, are passed over.
 */
void modules_scan(struct modules *m, FILE *f);

/*
 * Write into the file of that name what all Makefile and Kbuild files below
 * folder say, a module and its option a line. Exits EXIT_UNKNOWN on failure.
 */
void modules_record(const char *file, const char *folder);

/*
 * Read such a file, and order it. Returns false if there is none: the tree was
 * recorded by an older kconf. Exits EXIT_UNKNOWN if it is damaged.
 */
bool modules_open(struct modules *m, const char *file);

/*
 * The i-th option of the module of that name, from 0, or NULL. Small and
 * capital letters, '-' and '_' are the same, and a ".ko" at the end is none of
 * the name, as for modprobe(8).
 */
const char *modules_option(const struct modules *m, const char *name, size_t i);

void modules_free(struct modules *m);

#endif
