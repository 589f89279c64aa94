/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of name servers, for a role that needs one. */
#ifndef MAYFLY_NET_RESOLV_H
#define MAYFLY_NET_RESOLV_H

#include <linux/if.h>
#include <stdbool.h>
#include <stddef.h>

#include "addr.h"

/*
 * /etc/resolv.conf of images points to the first. The DHCP hooks, which run as
 * their own user, can write in the folder of the second only; each interface has
 * files of its own there, of DHCP and of DHCPv6, so that no two programs write one.
 */
#define RESOLV_CONF "/run/resolv.conf"
#define RESOLV_DHCP_DIR "/run/dhcp"

enum {
	RESOLV_MAX = 3, /* more the C library does not ask */
	RESOLV_PATH = sizeof(RESOLV_DHCP_DIR "/resolv4.") + IFNAMSIZ,
};

struct resolv {
	struct {
		struct addr addr;
		char interface[IFNAMSIZ]; /* where a link local one is */
	} server[RESOLV_MAX];
	size_t count;
};

/* The file with what DHCP of that family said on an interface; returns out. */
const char *resolv_path(int family, const char *interface,
			char out[RESOLV_PATH]);

/* Add a server, unless it is there already or the list is full. */
void resolv_add(struct resolv *list, const struct addr *a,
		const char *interface);

/*
 * Replace path by a file with one "nameserver" line an address; readers see
 * the old or the new one, whoever else writes it at the same time. A link local
 * address gets "%interface". Returns 0, or -1 with errno.
 */
int resolv_write(const char *path, const struct resolv *list);

/*
 * Read the servers of a file as resolv_write() makes it, without interfaces.
 * Returns how many, up to max; what is no such file has none, and what is no
 * address is passed over: another user may have written it.
 */
size_t resolv_read(const char *path, struct addr *dns, size_t max);

#endif
