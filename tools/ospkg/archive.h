/* SPDX-License-Identifier: BSD-2-Clause */
/* An initramfs in memory with more files behind it: what one kernel hands to the next. */
#ifndef MAYFLY_OSPKG_ARCHIVE_H
#define MAYFLY_OSPKG_ARCHIVE_H

/*
 * A copy of the initramfs in a new file in memory, the caller's, for archive_add()
 * and at last archive_end(). Returns it, or -1 with errno.
 */
int archive_begin(int initramfs);

/*
 * Put all of that file, whatever its offset, behind what there is: as /name, which
 * root alone may read. Returns 0, or -1 with errno.
 */
int archive_add(int archive, const char *name, int file);

/* Nothing more comes. Returns 0, or -1 with errno. */
int archive_end(int archive);

/* All of one file to the offset of another. Returns 0, or -1 with errno. */
int archive_copy(int from, int to);

#endif
