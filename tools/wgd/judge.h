/* SPDX-License-Identifier: BSD-2-Clause */
/* Is a list that came in to be applied? */
#ifndef MAYFLY_WGD_JUDGE_H
#define MAYFLY_WGD_JUDGE_H

#include "../st/note.h"
#include "../st/why.h"
#include "../wg/peers.h"

/* What a list is judged by. */
struct judge {
	struct note_key signer;	   /* its name is the realm */
	const struct tunnel *tunnel; /* where peers have their networks */
	const struct peers *fixed; /* peers that no list may have */
	const struct peers *now;   /* the list's peers as they are */
	uint64_t number;	   /* of the list applied last; 0: none */
	uint64_t floor;		   /* lowest number */
	unsigned int shrink;	   /* percent of the peers that may go */
	int64_t clock;		   /* seconds since 1970 */
};

enum judgement {
	JUDGE_NEW,     /* to be applied: *out and *number are set */
	JUDGE_SAME,    /* it is the one that is applied already */
	JUDGE_OTHER,   /* a delta to another list than ours */
	JUDGE_REFUSED, /* never: *why says what is wrong with it */
	JUDGE_MEMORY,  /* perhaps later */
};

/*
 * Judge len bytes at data. The signature comes first: nothing of a text that is
 * not the signer's is looked at. Free *out with peers_free() in each case.
 */
enum judgement judge(const struct judge *j, const char *data, size_t len,
		     struct peers *out, uint64_t *number, struct why *why);

#endif
