/* SPDX-License-Identifier: BSD-2-Clause */
/* The program that udhcpc and udhcpc6 run when something happened to the lease. */
#ifndef MAYFLY_NET_HOOK_H
#define MAYFLY_NET_HOOK_H

#include <sys/socket.h>

/*
 * argv[1] is deconfig, bound, renew, nak or leasefail; the rest comes in the
 * environment (lease.h, lease6.h). family is AF_INET for udhcpc, AF_INET6 for
 * udhcpc6. Applies the lease by netlink, after its name servers are in the
 * file that resolv_path() names. Returns the exit status: 0 done, 1 lease refused,
 * 2 usage, 3 failed.
 */
int hook_main(int argc, char **argv, int family);

#endif
