/* SPDX-License-Identifier: BSD-2-Clause */
/* What an uplink is told, and may not have: addresses of the tunnel. */
#ifndef MAYFLY_NET_KEEPOUT_H
#define MAYFLY_NET_KEEPOUT_H

#include "ipparam.h"
#include "lease.h"
#include "lease6.h"
#include "tunnel.h"

/*
 * Leave out of a lease its routes and name servers that are the tunnel's, which
 * lease_odd() tells. False: its own address is, which makes it useless. A network
 * around the tunnel's is no harm: the way to the tunnel is looked for first.
 */
bool keepout_lease(struct lease *l, const struct tunnel *t);
bool keepout_lease6(struct lease6 *l, const struct tunnel *t);

/* What of an ip= option is the tunnel's, as a sentence, or NULL. */
const char *keepout_option(const struct ip_conf *c, const struct tunnel *t);

#endif
