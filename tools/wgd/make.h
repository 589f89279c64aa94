/* SPDX-License-Identifier: BSD-2-Clause */
/* Makes the WireGuard interface: whole, or not at all. */
#ifndef MAYFLY_WGD_MAKE_H
#define MAYFLY_WGD_MAKE_H

#include "fixed.h"
#include "netlink.h"
#include "param.h"

#define MAKE_INTERFACE "wg0"

/*
 * Make it, with the configured peers, and say its public key on standard output.
 * The private key is the one that was handed over on standard input (handover.h),
 * or a new one; it leaves this process only for the kernel. Takes away most
 * system calls (calls.h): the process is to end after it. Returns EXIT_YES, also if
 * there is one already and it was made of what is on standard input; or with a
 * message EXIT_NO: there is another; EXIT_UNKNOWN: it cannot be made.
 */
int make_interface(struct nl *route, const struct wg_conf *conf,
		   const struct fixed *fixed);

#endif
