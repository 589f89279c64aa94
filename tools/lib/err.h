/* SPDX-License-Identifier: BSD-2-Clause */
/* One error convention and the exit codes for every Mayfly program. */
#ifndef MAYFLY_ERR_H
#define MAYFLY_ERR_H

#include <stdnoreturn.h>

/* Exit statuses, the same for all tools (design: "Exit codes"). */
enum {
	EXIT_YES = 0,	  /* yes, or done */
	EXIT_NO = 1,	  /* the answer is no: differs, refused, over budget */
	EXIT_USAGE = 2,	  /* wrong usage */
	EXIT_UNKNOWN = 3, /* could not tell: I/O, network, missing input */
};

/* Name printed before every message; set once by main(). Never freed. */
extern const char *progname;

/*
 * Print "progname: message" and a newline on stderr, in one write.
 * A format that ends in ':' gets " <strerror(errno)>" appended.
 * Keeps errno.
 */
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* As warn(), then exit with status (one of the above). */
noreturn void die(int status, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Flush stdout and exit with status; a failed flush is EXIT_UNKNOWN,
 * because a tool that lost its output has not done its work.
 */
noreturn void finish(int status);

#endif
