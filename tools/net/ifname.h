/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of interfaces and of hosts, as the kernel command line gives them. */
#ifndef MAYFLY_NET_IFNAME_H
#define MAYFLY_NET_IFNAME_H

#include <linux/if.h>
#include <stdbool.h>

enum { HOSTNAME_SIZE = 65 };

/* True if an interface may have that name. */
bool ifname_valid(const char *name);

/* True for a host name as RFC 1123 has it, dots allowed. */
bool hostname_valid(const char *name);

/* A network card: by its MAC address, without one by its name. */
struct card {
	char name[IFNAMSIZ];
	bool has_mac;
	unsigned char mac[6];
};

/* Parse a name, or a MAC address with dashes or colons. False: neither. */
bool card_parse(const char *text, struct card *out);

#endif
