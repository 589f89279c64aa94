/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What Kconfig files ask of the world: output of commands, environment. All of
 * it passes through here, so that one run's answers can be given again where
 * there is neither compiler nor kernel makefile.
 */
#ifndef KCONF_PROBES_H
#define KCONF_PROBES_H

#include <stdbool.h>
#include <stdio.h>

/*
 * While on, getenv() and popen() of the kernel's code are recorded, or answered
 * from a file that probes_read() has read. While off, they are the C library's,
 * but for the variables that steer the kernel's parser, which are always ours.
 */
void probes_on(bool on);

/*
 * Read answers from f, called name in messages, and answer with nothing else
 * from now on; a question without an answer ends the program with EXIT_UNKNOWN.
 * Returns NULL, or what is wrong, which lives until the next call.
 */
const char *probes_read(FILE *f, const char *name);

/* The top Kconfig file's name that probes_read() found, or NULL. */
const char *probes_top(void);

/* Write all that was asked, sorted, with the top Kconfig file's name. */
void probes_write(FILE *f, const char *top);

/* Forget everything, for a program that reads more than one file. */
void probes_reset(void);

#endif
