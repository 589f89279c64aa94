/* SPDX-License-Identifier: BSD-2-Clause */
/* The newc archive the kernel unpacks into its root file system. */
#ifndef PACK_WRITE_H
#define PACK_WRITE_H

#include <stdint.h>

#include "list.h"

/*
 * Write the sorted, checked list l to fd as a newc archive (magic 070701,
 * Documentation/driver-api/early-userspace/buffer-format.rst of the kernel):
 * inode numbers 1..n in list order, device 0:0, nlink 2 for directories and
 * 1 for the rest, mtime in seconds. Nothing of the host gets in but the bytes
 * of the sources. fd is a regular file (anything else would be padded to
 * blocks) and stays open. Returns 0, or -1 after a warn().
 */
int write_newc(int fd, const struct list *l, uint32_t mtime);

#endif
