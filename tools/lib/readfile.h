/* SPDX-License-Identifier: BSD-2-Clause */
/* Small files as a whole, never more than the caller is ready for. */
#ifndef MAYFLY_READFILE_H
#define MAYFLY_READFILE_H

#include <stddef.h>

/*
 * Read the file of that name to its end, into *data with a NUL behind its
 * *len bytes, to be freed. A FIFO or device does not make it hang: what is
 * not a regular file is refused. dirfd as for openat(2).
 * Returns 0, or -1 with errno: EFBIG more than limit bytes, EISDIR a
 * directory, EINVAL neither file nor directory, ENOMEM, or of openat(2) and
 * read(2).
 */
int readfile_at(int dirfd, const char *name, size_t limit,
    unsigned char **data, size_t *len);

/* The same for an open file, pipe or terminal, which stays open. */
int readfile_fd(int fd, size_t limit, unsigned char **data, size_t *len);

#endif
