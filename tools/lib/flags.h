/* SPDX-License-Identifier: BSD-2-Clause */
/* Command line flags in Go's syntax, which upstream's stmgr has. */
#ifndef MAYFLY_FLAGS_H
#define MAYFLY_FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct flag {
	const char *name;    /* without the dash */
	const char *meta;    /* what the value is, for the usage; NULL: a
			      * boolean flag, whose initial is NULL */
	const char *help;    /* one line */
	const char *initial; /* value when not given; may be NULL */
};

enum flags_result { FLAGS_OK, FLAGS_HELP, FLAGS_BAD };

/*
 * Parse argv[0..argc): "-f v", "-f=v", "--f v", "--f=v"; the last of the same
 * flag wins; "--" ends the flags; no positional argument is allowed.
 * value[i] becomes the value of flag[i], pointing into argv, or its initial.
 * A boolean flag is "-f" or, in Go's spellings, "-f=true" or "-f=false"; its
 * value is not NULL if it is on.
 * FLAGS_HELP: -h or -help was there. FLAGS_BAD: after a warn().
 */
enum flags_result flags_parse(int argc, char **argv, const struct flag *flag,
    size_t n, const char **value);

/* Print the flags, one or two lines each. */
void flags_print(FILE *to, const struct flag *flag, size_t n);

/* Print the usage, a text of whole lines, on stderr; returns EXIT_USAGE. */
int flags_usage(const char *usage);

/*
 * flags_parse() for a whole subcommand: for -h its usage and flags are printed
 * on stdout, for bad flags the usage on stderr. Returns -1 to go on, or the
 * exit status to end with.
 */
int flags_read(int argc, char **argv, const struct flag *flag, size_t n,
    const char *usage, const char **value);

#endif
