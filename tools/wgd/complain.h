/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef MAYFLY_WGD_COMPLAIN_H
#define MAYFLY_WGD_COMPLAIN_H

/*
 * Warn that this failed: with the kernel's words, unless they are "", and errno.
 * Returns EXIT_UNKNOWN.
 */
int complain(const char *what, const char *words);

#endif
