/* SPDX-License-Identifier: BSD-2-Clause */
/* From one table of peers to the next, with as little as possible. */
#ifndef MAYFLY_WGD_APPLY_H
#define MAYFLY_WGD_APPLY_H

#include "idle.h"

struct applied {
	size_t added, changed, removed;
};

/*
 * Make the kernel's peers, which are those of w, those of new: one pass over
 * both, several peers a message, nothing for a peer that stays as it is (it
 * keeps its session). The connections of removed peers are deleted. *new moves
 * into w. Returns 0, or -1 with errno and the kernel's words in *words, and the
 * kernel has something between the two.
 */
int apply(struct hands *h, struct watched *w, struct peers *new,
	  struct applied *did, const char **words);

/*
 * Take over what the kernel has and w[1..n) do not: peers of a former process.
 * All that w[0], which has to be empty, then knows of them is their keys.
 */
int apply_adopt(struct hands *h, struct watched *const *w, size_t n,
		const char **words);

#endif
