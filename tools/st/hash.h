/* SPDX-License-Identifier: BSD-2-Clause */
/* The hash that is signed: SHA-256 of a whole archive. */
#ifndef MAYFLY_ST_HASH_H
#define MAYFLY_ST_HASH_H

#include <stdint.h>

enum { HASH_BYTES = 32 };

/*
 * SHA-256 of fd from where it stands to its end, streamed; *size, if size is
 * not NULL, becomes the number of bytes. fd stays open, at its end.
 * Returns 0, or -1 with errno set (ENOMEM also when libcrypto fails).
 */
int hash_fd(int fd, unsigned char out[HASH_BYTES], uint64_t *size);

#endif
