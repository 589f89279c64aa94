/* SPDX-License-Identifier: BSD-2-Clause */
/* Whole files in memory: kernels, initramfs, PE files, certificates. */
#ifndef STMGR_BLOB_H
#define STMGR_BLOB_H

#include <stddef.h>

struct blob {
	unsigned char *data; /* to free(); a NUL follows the bytes */
	size_t len;
};

/*
 * Read a regular file of 1 to max bytes. Returns an exit status (err.h):
 * EXIT_YES and *b, or EXIT_NO or EXIT_UNKNOWN after a warn().
 */
int blob_read(struct blob *b, const char *path, size_t max);

#endif
