/* SPDX-License-Identifier: GPL-2.0-only */
/* Configurations as they lie about: plain, or as /proc/config.gz has them. */
#ifndef KCONF_UNPACK_H
#define KCONF_UNPACK_H

#include <stddef.h>
#include <stdio.h>

/* No configuration is that large; a gzip bomb is, and /dev/zero. */
enum { UNPACK_MOST = 8 << 20 };

/*
 * The text that the n bytes at data stand for: they themselves, or what gzip
 * made them of. Returns memory to be freed, with a zero byte behind its *m
 * bytes; or NULL, with what is wrong in *wrong.
 */
char *unpack_bytes(const void *data, size_t n, size_t *m, const char **wrong);

/* The same for all that can be read of f. */
char *unpack_file(FILE *f, size_t *m, const char **wrong);

#endif
