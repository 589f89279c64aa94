/* SPDX-License-Identifier: BSD-2-Clause */
/* Kernel settings from a file, applied once at boot. */
#ifndef MAYFLY_NET_SYSCTL_H
#define MAYFLY_NET_SYSCTL_H

#include <stddef.h>

/*
 * Take one line of sysctl.conf(5) apart in place: "key = value", '#' or ';'
 * starts a comment line. *path (size bytes) becomes the key below /proc/sys
 * with slashes; it may hold '*' for one component. Returns 1 with *path and
 * *value set, 0 for an empty line, -1 for anything else.
 */
int sysctl_line(char *line, char *path, size_t size, char **value);

/* Write value to the file path below /proc/sys; 0, or -1 with errno. */
int sysctl_write(const char *path, const char *value);

/*
 * Apply the file. A line that is no setting, a key the kernel does not have
 * and a value it refuses are each said with file and line, and the rest is
 * applied. Returns the number of such failures; unless it is 0, some
 * protection is missing and the caller must not open the network.
 */
int sysctl_apply(const char *file);

/* The same as far as it can be told without the kernel; nothing is applied. */
int sysctl_check(const char *file);

#endif
