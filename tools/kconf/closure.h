/* SPDX-License-Identifier: GPL-2.0-only */
/* What an option brings with it: all that it selects, and so on. */
#ifndef KCONF_CLOSURE_H
#define KCONF_CLOSURE_H

#include "dumped.h"
#include "sums.h"

/*
 * Set the member all of each option to the bytes of it and of all that it
 * selects, directly or not, and that is on. Options of the dump that have no
 * objects, but a prompt and such a closure, are added.
 */
void closures(struct sums *options, const struct dump *dump);

#endif
