/* SPDX-License-Identifier: BSD-2-Clause */
/* The program udhcpc runs when something happened to the lease. */
#ifndef MAYFLY_NET_HOOK_H
#define MAYFLY_NET_HOOK_H

#include <stdbool.h>

/*
 * argv[1] is deconfig, bound, renew, nak or leasefail; the rest comes in the
 * environment (lease.h). Applies the lease by netlink and writes the name
 * servers to RESOLV_DHCP, with by_interface to RESOLV_DHCP.INTERFACE. Returns
 * the exit status: 0 done, 1 lease refused, 2 usage, 3 failed.
 */
int hook_main(int argc, char **argv, bool by_interface);

#endif
