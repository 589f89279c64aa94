/* SPDX-License-Identifier: BSD-2-Clause */
/* The uplinks: interfaces brought up as the ip= options say. */
#ifndef MAYFLY_INIT_NET_H
#define MAYFLY_INIT_NET_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Read ip= and nameserver= from a command line. Without any usable ip=,
 * ip=dhcp is assumed only if there was none at all: a mistyped one is said
 * and not replaced by something else. Returns how many faults were said.
 */
int net_configure(const char *cmdline);

/* Set the host name that an ip= gave, if one did. */
void net_hostname(void);

/*
 * Open the netlink sockets and bring up lo. Call it once the firewall is
 * loaded. False after a message: no netlink, no network.
 */
bool net_start(void);

/* Descriptor to poll for input, or -1 before net_start(). */
int net_fd(void);

/* Handle the notifications that wait on net_fd(). */
void net_events(void);

/*
 * Do what can be done now: pick interfaces, set addresses, start DHCP, say
 * what is waited for. Returns when to call again at the latest (clock_now()).
 */
int64_t net_step(void);

/* A child ended; false if it was no DHCP client. */
bool net_exited(pid_t pid, int wstatus);

/* True once an uplink has an address. */
bool net_ready(void);

/*
 * Delete every WireGuard interface: the kernel zeroes its keys with it. For
 * shutdown. Returns the number deleted, or -1 after a message.
 */
int net_forget_keys(void);

#endif
