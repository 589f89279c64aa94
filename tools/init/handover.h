/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What one kernel hands to the next in memory: the role's keys, as a file in a
 * cpio archive behind the next initramfs. The first lines are ours and say for
 * which package it is and when it was made; the rest is the role's (wgd.8,
 * HANDOVER).
 */
#ifndef MAYFLY_INIT_HANDOVER_H
#define MAYFLY_INIT_HANDOVER_H

#include <stdbool.h>
#include <stdint.h>

/* The file, below /, and how archive_add() (archive.h) is to name it. */
#define HANDOVER_NAME "handover"

/*
 * Take the file off the root file system: it is copied, overwritten and removed,
 * whatever comes of it, so this has to be done before that is read-only. If wanted
 * (this image takes part in handovers), and this kernel was started by kexec, with
 * the package that the file names (stboot.ospkg= of the command line), or after the
 * one with SHA-256 tried, from which it came back (NULL: none), a moment ago:
 * returns a file in memory, the caller's, and *time is when it was made by the clock
 * of the kernel before, in seconds since 1970. Else -1, and *time is 0; why is on
 * the console if there was a file.
 */
int handover_take(const char *cmdline, bool wanted, const unsigned char *tried,
		  int64_t *time);

/* A new file in memory, for the package with that SHA-256. -1 with errno. */
int handover_begin(const unsigned char *hash);

/* Overwrite it with zeros, empty and close it. Nothing if fd is -1. */
void handover_wipe(int fd);

#endif
