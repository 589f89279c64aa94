/* SPDX-License-Identifier: BSD-2-Clause */
/* Name servers of router advertisements (RFC 8106), as the kernel passes them. */
#ifndef MAYFLY_STBOOT_RDNSS_H
#define MAYFLY_STBOOT_RDNSS_H

#include <stddef.h>
#include <stdint.h>

#include "addr.h"

enum { RDNSS_MAX = 3, RDNSS_GROUP = 1 << 19 /* RTNLGRP_ND_USEROPT, 20 */ };

/* The name servers that routers on one interface advertise. */
struct rdnss {
	int index; /* of the interface */
	struct addr dns[RDNSS_MAX];
	size_t count;
};

/*
 * Take the payload of a RTM_NEWNDUSEROPT message: adds the servers of that
 * option to the entry of its interface in table[0..n) (a free one has index 0),
 * and removes those with lifetime 0. Anything else, damaged or from elsewhere,
 * changes nothing.
 */
void rdnss_read(struct rdnss *table, size_t n, const unsigned char *p,
		size_t len);

#endif
