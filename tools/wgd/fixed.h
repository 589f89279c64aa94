/* SPDX-License-Identifier: BSD-2-Clause */
/* Peers that come with the image or its command line. */
#ifndef MAYFLY_WGD_FIXED_H
#define MAYFLY_WGD_FIXED_H

#include <stdint.h>

#include "../wg/peers.h"
#include "param.h"

#define FIXED_CONF "/etc/wireguard/wg0.conf"

struct fixed {
	uint32_t fwmark; /* 0: none */
	struct peers peers;
};

/*
 * The peers of conf, or those of FIXED_CONF, which there may be instead: a file
 * below the current folder, which is "/" in an image.
 * Returns EXIT_YES, or another exit status after a message.
 */
int fixed_load(const struct wg_conf *conf, struct fixed *out);

#endif
