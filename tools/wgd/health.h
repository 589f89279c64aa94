/* SPDX-License-Identifier: BSD-2-Clause */
/* How well this server serves, for who judges a new package (init.8, TRIAL). */
#ifndef MAYFLY_WGD_HEALTH_H
#define MAYFLY_WGD_HEALTH_H

#include "netlink.h"

enum health {
	HEALTH_PEER,   /* a session with a peer is there, or can be */
	HEALTH_LIST,   /* no peer, but the source's list was got under this kernel */
	HEALTH_NOBODY,
};

/* One of these, as an exit status; EXIT_UNKNOWN after a message. */
int health(struct nl *route);

#endif
