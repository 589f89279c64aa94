/* SPDX-License-Identifier: BSD-2-Clause */
/* How much of what all peers share there is, and one may take: by memory. */
#ifndef MAYFLY_INIT_LIMITS_H
#define MAYFLY_INIT_LIMITS_H

#include <stdint.h>

struct limits {
	unsigned int connections; /* entries of the connection table */
	unsigned int buckets;	  /* of its hash */
	unsigned int fragments;	  /* bytes of packets that wait for their rest */
	unsigned int peer;	  /* of one peer: see below */
};

/*
 * For a machine with so many bytes of memory. A peer has that many connections of
 * UDP, and as many of the rest, in each family. So ten peers take
 * less than two thirds of the table, and less than two thirds of the ports that one
 * far address has for UDP (rules.v4).
 */
struct limits limits_of(uint64_t memory);

/* This machine's. */
struct limits limits_here(void);

/*
 * Set the kernel's tables; below /proc/sys. Returns the number of settings
 * that failed, each of which is said.
 */
int limits_apply(const struct limits *l);

#endif
