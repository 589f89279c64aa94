/* SPDX-License-Identifier: BSD-2-Clause */
/* The servers of ntp=. */
#ifndef MAYFLY_SNTP_SERVERS_H
#define MAYFLY_SNTP_SERVERS_H

#include <stddef.h>

#include "../st/why.h"

enum { SERVERS_MAX = 8, SERVER_HOST = 254 };

struct server {
	char host[SERVER_HOST]; /* a name or an address */
	char port[6];
};

/*
 * Read the last ntp= of a command line: SERVER,...; a server is a name or an
 * address, with :PORT behind it if that is not 123, and an IPv6 address in brackets
 * then. Returns how many there are, 0 without the option, -1 with the reason.
 */
int servers_parse(const char *cmdline, struct server out[SERVERS_MAX],
    struct why *why);

#endif
