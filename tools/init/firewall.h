/* SPDX-License-Identifier: BSD-2-Clause */
/* Packet filter rules, loaded before any interface is up. */
#ifndef MAYFLY_INIT_FIREWALL_H
#define MAYFLY_INIT_FIREWALL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum firewall_state { FIREWALL_LOADING, FIREWALL_LOADED, FIREWALL_REFUSED };

/*
 * Begin to load /etc/iptables/rules.v4, then rules.v6, with what the kernel command
 * line says, and so many connections for a peer (limits.h).
 */
void firewall_start(const char *cmdline, unsigned int connections);

enum { FIREWALL_FILES = 2 };

/*
 * What firewall_start() would load, filled in, to read from: out[0] for IPv4, out[1]
 * for IPv6. The files are those below the current folder. Returns how many
 * faults were said; then some of out are -1.
 */
int firewall_check(const char *cmdline, unsigned int connections,
		   int out[FIREWALL_FILES]);

/* A child ended; false if it was none of the firewall's. */
bool firewall_exited(pid_t pid, int wstatus);

/* Final once it is not FIREWALL_LOADING. REFUSED: no network may come up. */
enum firewall_state firewall_state(void);

#endif
