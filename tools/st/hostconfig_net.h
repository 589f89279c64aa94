/* SPDX-License-Identifier: BSD-2-Clause */
/* Parts of hostconfig_parse(): what is about the network. */
#ifndef MAYFLY_ST_HOSTCONFIG_NET_H
#define MAYFLY_ST_HOSTCONFIG_NET_H

#include <jansson.h>

#include "hostconfig.h"

/*
 * Take network_mode, host_ip, gateway and dns; network_interface(s); and the
 * bonding settings, which have to come after the network interfaces. Each
 * returns 0, or -1 with the reason.
 */
int hostconfig_addresses(const json_t *object, struct hostconfig *out,
    struct why *why);
int hostconfig_nics(const json_t *object, struct hostconfig *out,
    struct why *why);
int hostconfig_bonding(const json_t *object, struct hostconfig *out,
    struct why *why);

#endif
