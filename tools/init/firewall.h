/* SPDX-License-Identifier: BSD-2-Clause */
/* Packet filter rules, loaded before any interface is up. */
#ifndef MAYFLY_INIT_FIREWALL_H
#define MAYFLY_INIT_FIREWALL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum firewall_state { FIREWALL_LOADING, FIREWALL_LOADED, FIREWALL_REFUSED };

/* Begin to load /etc/iptables/rules.v4, then rules.v6, for that UDP port. */
void firewall_start(int port);

enum { FIREWALL_FILES = 2 };

/*
 * What firewall_start() would load, filled in, to read from: out[0] for IPv4, out[1]
 * for IPv6. The files are those below the current folder. Returns how many
 * faults were said; then some of out are -1.
 */
int firewall_check(int port, int out[FIREWALL_FILES]);

/* A child ended; false if it was none of the firewall's. */
bool firewall_exited(pid_t pid, int wstatus);

/* Final once it is not FIREWALL_LOADING. REFUSED: no network may come up. */
enum firewall_state firewall_state(void);

/*
 * Copy the rules in to out (of size bytes), with every "@wg.port@" replaced by
 * the port. Returns the length, or -1 if it does not fit or another "@" is
 * left over.
 */
ssize_t firewall_fill(const char *in, size_t len, int port, char *out,
		      size_t size);

#endif
