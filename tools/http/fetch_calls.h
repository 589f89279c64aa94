/* SPDX-License-Identifier: BSD-2-Clause */
/* The system calls that a download needs. */
#ifndef MAYFLY_HTTP_FETCH_CALLS_H
#define MAYFLY_HTTP_FETCH_CALLS_H

#include "seccomp.h"

enum { FETCH_CALLS = 36 }; /* with the end */

/*
 * What libcurl, libcrypto and the resolver of libc call besides what every
 * program does: one list for all that download. Files are only read, and of
 * local sockets there is but the kind that nobody listens on by that name.
 */
extern const struct seccomp_rule fetch_calls[FETCH_CALLS];

#endif
