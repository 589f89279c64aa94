/* SPDX-License-Identifier: BSD-2-Clause */
/* wg.port=: the UDP ports at which clients reach this server. */
#ifndef MAYFLY_WGPORT_H
#define MAYFLY_WGPORT_H

#include <stddef.h>

enum {
	WG_PORT_DEFAULT = 51820, /* if there is no option */
	WG_PORTS = 8,
	WG_PORT_WHY = 96, /* bytes of a reason */
};

struct wg_ports {
	int port[WG_PORTS]; /* the first is the one that WireGuard has itself */
	size_t count;	    /* one at least */
	size_t options;	    /* how many wg.port= there are */
};

/*
 * Read the last wg.port= of a command line, which is not changed: ports from 1 to
 * 65535 with commas, each but once. Returns 0, or -1 with a sentence that names
 * what is wrong.
 */
int wg_ports_read(const char *cmdline, struct wg_ports *out,
		  char why[WG_PORT_WHY]);

#endif
