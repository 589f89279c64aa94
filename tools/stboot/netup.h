/* SPDX-License-Identifier: BSD-2-Clause */
/* The boot loader's network, brought up while the caller waits. */
#ifndef MAYFLY_STBOOT_NETUP_H
#define MAYFLY_STBOOT_NETUP_H

#include <stdint.h>

#include "../st/why.h"
#include "netconf.h"

/*
 * Bring the network up as conf says, and wait until there are an address that
 * can be used, its routes, and the name servers, if any, in /etc/resolv.conf.
 * Progress and what is waited for go to stderr by warn(), a line each:
 *	stboot: waiting for a link on eth0 (52:54:00:12:34:56)
 *	stboot: address interface=eth0 address=10.0.2.15/24
 * deadline is on the scale of clock_now() (tools/net/clock.h), CLOCK_NEVER for
 * none. Needs /proc, /dev and a writable /run, for DHCP /bin/udhcpc and this
 * program as its hook, /bin/dhcp-hook (net_hook()), for DHCPv6 /bin/udhcpc6 and
 * /bin/dhcp6-hook, and waits for no child but those clients.
 * Returns 0; or -1 with the reason after net_down(): the deadline passed, or
 * waiting cannot help. It may be called again.
 */
int net_up(const struct netconf *conf, int64_t deadline, struct why *why);

/*
 * End udhcpc, delete the bond and set every Ethernet card down, so that none
 * writes into the memory of the next kernel. Says what fails; may be called at
 * any time.
 */
void net_down(void);

/*
 * What main() does when its name is dhcp-hook (AF_INET) or dhcp6-hook (AF_INET6).
 * Returns the exit status.
 */
int net_hook(int argc, char **argv, int family);

#endif
