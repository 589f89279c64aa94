/* SPDX-License-Identifier: BSD-2-Clause */
#include "limits.h"

#include <stdio.h>
#include <sys/sysinfo.h>

#include "../net/sysctl.h"
#include "err.h"

enum {
	/*
	 * An entry of the connection table has 256 bytes and an extension of 64:
	 * a full table takes a sixth of the memory.
	 */
	MEMORY_PER_CONNECTION = 2048,
	CONNECTIONS_MAX = 262144, /* 80 MB */
	/* Each is in the hash twice: eight to a chain, when it is full. */
	CONNECTIONS_PER_BUCKET = 4,
	CONNECTIONS_PER_PEER = 64,
	/* 16384 to 49151 are the ports for UDP (rules.v4): a sixteenth of them. */
	PEER_MAX = 2048,
	FRAGMENTS_SHARE = 32,
	FRAGMENTS_MAX = 4194304, /* the kernel's own */
};

static unsigned int at_most(uint64_t n, unsigned int max)
{
	return n < max ? (unsigned int)n : max;
}

struct limits limits_of(uint64_t memory)
{
	struct limits l;

	l.connections = at_most(memory / MEMORY_PER_CONNECTION,
				CONNECTIONS_MAX);
	l.buckets = l.connections / CONNECTIONS_PER_BUCKET;
	l.peer = at_most(l.connections / CONNECTIONS_PER_PEER, PEER_MAX);
	l.fragments = at_most(memory / FRAGMENTS_SHARE, FRAGMENTS_MAX);
	return l;
}

struct limits limits_here(void)
{
	struct sysinfo s;

	if (sysinfo(&s)) {
		warn("ask for the size of memory:");
		s.totalram = 32UL << 20;
		s.mem_unit = 1;
	}
	return limits_of((uint64_t)s.totalram * s.mem_unit);
}

static int set(const char *path, unsigned int value)
{
	char text[12];

	snprintf(text, sizeof(text), "%u", value);
	if (!sysctl_write(path, text))
		return 0;
	warn("write %s to /proc/sys/%s:", text, path);
	return 1;
}

int limits_apply(const struct limits *l)
{
	/* The lower one first: it may not be above the other. */
	unsigned int low = l->fragments / 4 * 3;

	return set("net/netfilter/nf_conntrack_buckets", l->buckets) +
	       set("net/netfilter/nf_conntrack_max", l->connections) +
	       set("net/ipv4/ipfrag_low_thresh", low) +
	       set("net/ipv4/ipfrag_high_thresh", l->fragments) +
	       set("net/ipv6/ip6frag_low_thresh", low) +
	       set("net/ipv6/ip6frag_high_thresh", l->fragments) +
	       set("net/netfilter/nf_conntrack_frag6_low_thresh", low) +
	       set("net/netfilter/nf_conntrack_frag6_high_thresh",
		   l->fragments);
}
