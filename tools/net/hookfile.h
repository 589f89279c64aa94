/* SPDX-License-Identifier: BSD-2-Clause */
/* What a DHCP hook wants to know at its next run: a line in a file. */
#ifndef MAYFLY_NET_HOOKFILE_H
#define MAYFLY_NET_HOOKFILE_H

#include <linux/if.h>

enum { HOOKFILE_MAX = 512 }; /* bytes of the line, with its NUL */

/*
 * The line of that name (a few letters) about an interface; "" if there is none.
 * To write "" removes it. What cannot be written is as if it had not been: these
 * are conveniences, and the folder is in memory.
 */
void hookfile_read(const char *name, const char *interface,
		   char out[HOOKFILE_MAX]);
void hookfile_write(const char *name, const char *interface, const char *line);

/*
 * Say a line about an interface's lease ("": nothing is wrong) on the console, with
 * what is not text made harmless; but once: renewals, which may come every 15 s,
 * mostly bring the same again. name tells hooks with an own opinion apart.
 */
void hookfile_say(const char *name, const char *interface, const char *line);

#endif
