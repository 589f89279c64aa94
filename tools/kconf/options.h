/* SPDX-License-Identifier: GPL-2.0-only */
/* The options, the same for every subcommand that has them. */
#ifndef KCONF_OPTIONS_H
#define KCONF_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* File names, in the order they were given. */
struct names {
	const char **at;
	size_t n;
};

struct options {
	bool commit, json, keep_going, strict, text, undecided;
	const char *before;
	const char *budget;
	const char *config;
	const char *deviations;
	const char *older;
	const char *output;
	const char *probes;
	const char *symbols;
	const char *tree;
	struct names fragments; /* folders stand for their fragments */
	struct names rules;	/* folders stand for their rules */
};

/*
 * Read the options of argv into *o, those whose letter is in accepted: B
 * --before, b --budget, C --config, c --commit, d --deviations, f --fragments,
 * j --json, k --keep-going, O --older, o -o, p --probes, r --rules, S --strict,
 * s --symbols, T --text, t --tree, u --undecided. A folder given to --fragments
 * stands for its *.config and hw/ *.config, one given to --rules for its
 * *.rules, sorted; when nothing was given they are read from configs/kernel and
 * configs/kernel/rules; with --config, only rules.
 * Returns the index of the first argument that is no option, or -1: usage.
 * Exits EXIT_UNKNOWN if a folder cannot be read.
 */
int options_read(struct options *o, const char *accepted, int argc,
		 char **argv);

/* Add name, a file. */
void names_add(struct names *names, const char *name);

#endif
