/* SPDX-License-Identifier: BSD-2-Clause */
/* The other end of the line to wgfetch. */
#ifndef MAYFLY_WGD_FETCHER_H
#define MAYFLY_WGD_FETCHER_H

#include <poll.h>
#include <stdbool.h>

#include "../wg/source.h"

struct fetcher {
	int listening, fd; /* fd: -1 while wgfetch is not there */
	bool asked;	   /* an answer is due */
	struct source_answer answer;
	size_t got;	      /* bytes of the answer, header included */
	unsigned char *data;  /* its body, in locked memory, or NULL */
};

enum fetcher_news {
	FETCHER_NOTHING,
	FETCHER_CAME,	/* it is there now: fetcher_ask() */
	FETCHER_GONE,	/* an answer that was due will not come */
	FETCHER_ANSWER, /* answer and data are complete */
};

/* Listen for it. Returns 0, or -1 with errno. */
int fetcher_open(struct fetcher *f);

/* What to poll for. */
struct pollfd fetcher_poll(const struct fetcher *f);

/* Ask, if it is there and nothing is asked. True if so. */
bool fetcher_ask(struct fetcher *f, uint64_t have, bool anew);

/* After poll(): take what there is, without waiting. */
enum fetcher_news fetcher_step(struct fetcher *f);

/* Wipe the answer's body. */
void fetcher_clear(struct fetcher *f);

#endif
