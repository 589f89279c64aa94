/* SPDX-License-Identifier: BSD-2-Clause */
/* Ask all servers for the time, at once. */
#ifndef MAYFLY_SNTP_QUERY_H
#define MAYFLY_SNTP_QUERY_H

#include <stdint.h>

#include "servers.h"

/*
 * Ask n servers, each up to three times, at another of its addresses if it has more,
 * and wait a second each time. offset[] has the answers, in ns, in any order; pivot is
 * as in packet.h. Returns how many there are; if not all, *why is what was wrong with
 * one of the others, with its name.
 */
size_t query_all(const struct server *server, size_t n, int64_t pivot,
    int64_t *offset, struct why *why);

#endif
