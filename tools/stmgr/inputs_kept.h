/* SPDX-License-Identifier: BSD-2-Clause */
/* An output may replace a former output, never what it is made from. */
#ifndef STMGR_INPUTS_KEPT_H
#define STMGR_INPUTS_KEPT_H

#include <stddef.h>

/*
 * Is the file out, by whatever name or link, one of the n files in[] (NULL and
 * "" are none)? Returns 0 if not, -1 after a warn() if it is.
 */
int inputs_kept(const char *out, const char *const *in, size_t n);

#endif
