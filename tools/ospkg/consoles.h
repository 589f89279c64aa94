/* SPDX-License-Identifier: BSD-2-Clause */
/* The operator's choice of consoles, handed on to the next kernel. */
#ifndef MAYFLY_OSPKG_CONSOLES_H
#define MAYFLY_OSPKG_CONSOLES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The option, without a value, that stands before what was handed on: a package
 * that says console= by itself has chosen for itself, and not for the next.
 */
#define CONSOLES_MARK "stboot.console"

/* Bytes, with NUL, of all that can be handed on. */
enum { CONSOLES_MAX = 256 };

/*
 * Of own, the command line of the kernel that runs, what says where consoles are:
 * console=ttyS0 to ttyS3 with or without a speed, earlycon=efifb, keep_bootcon and
 * acpi=spcr; nothing unless there is a console= that the boot medium, or who
 * started an image by hand, chose. out: CONSOLES_MARK and these words, each with a
 * blank behind it, or "". Returns whether there is a choice.
 */
bool consoles_chosen(const char *own, char out[CONSOLES_MAX]);

/*
 * Copy a command line without its words about consoles (any console= and
 * earlycon, keep_bootcon, acpi=spcr), up to "--", from where all is copied. out
 * has room for strlen(line) + 1 bytes, and is another buffer.
 */
void consoles_without(const char *line, char *out);

#endif
