/* SPDX-License-Identifier: BSD-2-Clause */
/* Programs that are tables of commands. */
#ifndef MAYFLY_COMMAND_H
#define MAYFLY_COMMAND_H

#include <stddef.h>
#include <stdnoreturn.h>

struct command {
	const char *group; /* the word before its name, or NULL: none */
	const char *name;
	const char *help; /* one line */
	/*
	 * Gets the words after its name and returns an exit status; prints its
	 * own messages and, for -h, its usage on stdout.
	 */
	int (*run)(int argc, char **argv);
};

/*
 * Run the command of table[0..n) that argv names, and end the program with its
 * status. Either all of the table have a group or none has. Help is printed
 * for all and for one group, on stdout if it was asked for (about.h); else,
 * after a message, on stderr, with EXIT_USAGE. The version is printed likewise,
 * also for the word "version". progname must be set.
 */
noreturn void command_main(const struct command *table, size_t n, int argc,
    char **argv);

#endif
