/* SPDX-License-Identifier: BSD-2-Clause */
/* A WireGuard interface, made over generic netlink. */
#ifndef MAYFLY_WGD_DEVICE_H
#define MAYFLY_WGD_DEVICE_H

#include "netlink.h"
#include "param.h"

/*
 * Everything a key passes through on its way to the kernel, in one piece so
 * that the caller can lock it in memory and wipe it.
 */
struct wg_secret {
	unsigned char key[WG_KEY]; /* private */
	struct nl_buf request;
	struct nl genl;
};

/*
 * Give interface index its private key and port, then its peers: in this
 * order, since setting the key later would make the kernel recompute every
 * peer. s->genl is opened and closed here. Returns 0, or -1 with errno and the
 * kernel's words in error (NL_ERROR_SIZE).
 */
int device_set(struct wg_secret *s, int index, const struct wg_conf *conf,
	       char *error);

#endif
