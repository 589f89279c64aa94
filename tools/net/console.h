/* SPDX-License-Identifier: BSD-2-Clause */
/* The console: where init speaks, and the debug flavour listens. */
#ifndef MAYFLY_NET_CONSOLE_H
#define MAYFLY_NET_CONSOLE_H

/*
 * Make sure descriptors 0 to 2 are open: on the console, else on /dev/null.
 * Never fails visibly: there is nobody to tell.
 */
void console_open(void);

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
