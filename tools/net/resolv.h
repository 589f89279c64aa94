/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of name servers, for a role that needs one. */
#ifndef MAYFLY_NET_RESOLV_H
#define MAYFLY_NET_RESOLV_H

#include <stddef.h>

#include "addr.h"

/*
 * /etc/resolv.conf of the image points to the first; the DHCP hook, which
 * runs as its own user, can write in the folder of the second only.
 */
#define RESOLV_CONF "/run/resolv.conf"
#define RESOLV_DHCP_DIR "/run/dhcp"
#define RESOLV_DHCP RESOLV_DHCP_DIR "/resolv.conf"

/*
 * Replace path by a file with one "nameserver" line an address; readers see
 * the old or the new one. A link-local address gets "%interface" unless that is
 * NULL. Returns 0, or -1 with errno.
 */
int resolv_write(const char *path, const struct addr *dns, size_t count,
		 const char *interface);

#endif
