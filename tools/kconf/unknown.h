/* SPDX-License-Identifier: GPL-2.0-only */
/* A symbol that this tree does not define: what may have become of it. */
#ifndef KCONF_UNKNOWN_H
#define KCONF_UNKNOWN_H

#include "json.h"
#include "modules.h"

/*
 * Say that the parsed tree does not define name, when it was last seen (file:
 * symbols.tsv of an older tree, or NULL), and which symbols of this tree may be
 * meant: those that build a module of that name, by the table modules; its new
 * name; names like it. On stderr, or to j if not NULL. Returns EXIT_NO; exits
 * EXIT_UNKNOWN if file cannot be read.
 */
int unknown_print(const char *name, const char *file,
		  const struct modules *modules, struct json *j);

#endif
