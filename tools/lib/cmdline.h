/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel command line: the one configuration input of an image. */
#ifndef MAYFLY_CMDLINE_H
#define MAYFLY_CMDLINE_H

#include <stddef.h>

/*
 * Text buffer for a command line. x86 kernels keep 2048 bytes; the rest is
 * room for other architectures, and a longer line is refused, not cut.
 */
enum { CMDLINE_MAX = 8192 };

/*
 * Read path (/proc/cmdline) into buf of CMDLINE_MAX bytes, NUL-terminated.
 * Returns 0, or -1 with errno (EFBIG: longer than the buffer).
 */
int cmdline_read(const char *path, char *buf);

/*
 * Take the next option off *rest, which the function cuts up in place with the
 * kernel's own rules: blanks separate, double quotes hide blanks, "--" ends.
 * *key is the text before the first '=', *value what follows it or NULL.
 * Returns 1, or 0 at the end. Start with *rest = the text.
 */
int cmdline_next(char **rest, char **key, char **value);

enum cmdline_which { CMDLINE_FIRST, CMDLINE_LAST };

/*
 * Copy the value of the first or last option key in text (which is not changed)
 * to value, a buffer of size bytes, NUL-terminated. Returns 1, or 0 if there is no
 * such option, or -1 if it has no '=' or its value does not fit; value is ""
 * then.
 */
int cmdline_find(const char *text, const char *key, enum cmdline_which which,
    char *value, size_t size);

#endif
