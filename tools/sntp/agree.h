/* SPDX-License-Identifier: BSD-2-Clause */
/* Several servers, one time. */
#ifndef MAYFLY_SNTP_AGREE_H
#define MAYFLY_SNTP_AGREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * n offsets in ns, of as many answers, to asked servers: do more than half of those
 * that were asked lie within two seconds? Then *out is the one in their middle. *most
 * is how many do. The offsets are sorted.
 */
bool agree(int64_t *offset, size_t n, size_t asked, int64_t *out, size_t *most);

#endif
