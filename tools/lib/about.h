/* SPDX-License-Identifier: BSD-2-Clause */
/* What every program says of itself. */
#ifndef MAYFLY_ABOUT_H
#define MAYFLY_ABOUT_H

#include <stdbool.h>

/* Is the word one of those that ask for help: -h, -help, --help, help? */
bool about_help(const char *word);

/*
 * If the first argument asks for it (--version, -version), print "NAME (Mayfly)
 * RELEASE, build KEY" on stdout and end the program; if it asks for help and
 * usage is not NULL, the usage, a text of whole lines. Else return.
 * progname must be set. KEY is the start of the key of the step that built it
 * (recipes/README.md): other sources, compiler or libraries have another.
 */
void about(int argc, char **argv, const char *usage);

#endif
