/* SPDX-License-Identifier: BSD-2-Clause */
/* The console: where init speaks, and the debug flavour listens. */
#ifndef MAYFLY_NET_CONSOLE_H
#define MAYFLY_NET_CONSOLE_H

/*
 * The kernel opens descriptors 0 to 2 only if it has a console: take those that are
 * free, so that nothing else gets them before console_open(). First thing of all.
 */
void console_hold(void);

/*
 * Make descriptors 0 to 2 what process 1 and its children have: nothing to read,
 * and lines that all consoles of this kernel print (relay.h). A kernel that has no
 * such log: the one console /dev/console, or nowhere. Never fails visibly: there is
 * nobody to tell. Once, after /dev, /proc and /sys are mounted.
 */
void console_open(void);

/* Wait until what was said is there, for a moment: before a reset, or kexec. */
void console_flush(void);

/* For who sits at the terminal behind /dev/console, and no other console. */
void console_tell(const char *text);

/*
 * In a new session: make the terminal behind /dev/console descriptors 0 to 2
 * and the controlling terminal. Returns 0, or -1 with errno.
 */
int console_control(void);

/*
 * Text that came from outside, made fit for a terminal: anything but printable
 * ASCII becomes '?'. Cut to size; returns out.
 */
const char *console_safe(const char *text, char *out, unsigned long size);

#endif
