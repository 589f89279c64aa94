/* SPDX-License-Identifier: BSD-2-Clause */
/* The text of a list of peers, full or delta: see peerlist(5). */
#ifndef MAYFLY_WG_PEERLIST_H
#define MAYFLY_WG_PEERLIST_H

#include "../st/why.h"
#include "peers.h"

#define PEERLIST_MAGIC "mayfly-peers-v1"

enum {
	PEERLIST_MAX = 1 << 26, /* bytes of a list with its signatures */
	PEERLIST_REALM = 128,	/* bytes of a realm and its NUL */
};

struct peerlist {
	char realm[PEERLIST_REALM];
	uint64_t number; /* 1 .. INT64_MAX */
	uint64_t since;	 /* the number this is a delta to; 0: full */
	int64_t valid_until; /* seconds since 1970; 0: for ever */
	unsigned int may_shrink; /* percent; 0: not said */
	struct peers peers;	 /* "+" lines */
	unsigned char (*gone)[PEER_KEY]; /* "-" lines, in order */
	size_t gones;
};

/*
 * Parse len bytes at text, a note's text whose signature was verified. What it
 * holds of keys is copied into the table's locked memory and nowhere else.
 * Returns 0; -1 with the reason, which continues "FILE: ", if it is no list;
 * -2 with the reason without memory. Free *out in each case.
 */
int peerlist_parse(const char *text, size_t len, struct peerlist *out,
		   struct why *why);

/* Wipe and free; *out is then empty. */
void peerlist_free(struct peerlist *out);

/*
 * Make the table that follows from old and a list: for a full one its peers, for
 * a delta those of old with its changes. *out is new; old stays. No network may
 * be in it twice, and what a delta removes has to be there. Returns as
 * peerlist_parse(); free *out in each case.
 */
int peerlist_apply(const struct peers *old, const struct peerlist *list,
		   struct peers *out, struct why *why);

/*
 * Parse a time as RFC 3339 has it, "2026-12-01T00:00:00Z", no other spelling.
 * Returns seconds since 1970, or -1.
 */
int64_t peerlist_time(const char *text, size_t len);

#endif
