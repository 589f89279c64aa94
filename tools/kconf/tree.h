/* SPDX-License-Identifier: GPL-2.0-only */
/* A kernel tree's Kconfig files, parsed, and our requests applied to them. */
#ifndef KCONF_TREE_H
#define KCONF_TREE_H

#include <stddef.h>

#include "kconf.h"
#include "options.h"

/*
 * Parse the top Kconfig file and all that it reads. probes: the file with the
 * recorded answers, or NULL to ask compiler and environment; then the file is
 * looked up in the folder named by srctree as well. Values are not calculated.
 * Exits EXIT_UNKNOWN if the files cannot be read or do not parse.
 */
void tree_parse(const char *kconfig, const char *probes);

/* The same for folder, which tree_record() or the step linux-config made. */
void tree_open(const char *folder);

/*
 * Write what tree_parse() read and asked into folder: probes, and all Kconfig
 * files below kconfig/. kconfig is the name that was parsed. Exits EXIT_UNKNOWN
 * on failure.
 */
void tree_record(const char *folder, const char *kconfig);

/*
 * Read the fragments into rs, check them against the parsed tree, apply them
 * with upstream's defaults for the rest, and calculate all values.
 * Returns the number of lines at fault, which were printed; if any, nothing
 * was applied.
 */
size_t tree_apply(struct requests *rs, const struct names *fragments);

/*
 * For all subcommands but resolve and why, which need accepted fragments:
 * tree_open() and tree_apply(); exits EXIT_NO if a line is at fault.
 */
void tree_load(const char *folder, struct requests *rs,
	       const struct names *fragments);

/*
 * The same for fragments that were written for another tree: requests that this
 * one does not know are printed and left out.
 */
void tree_load_known(const char *folder, struct requests *rs,
		     const struct names *fragments);

/*
 * The same for whatever fragments there are: each line at fault is printed, and
 * all but those without a reason are left out. Of two requests for a symbol the
 * first one counts.
 */
void tree_load_any(const char *folder, struct requests *rs,
		   const struct names *fragments);

#endif
