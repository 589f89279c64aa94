/* SPDX-License-Identifier: BSD-2-Clause */
/* What the clock is worth, for those who hold certificates against it. */
#ifndef MAYFLY_NET_CLOCKNOTE_H
#define MAYFLY_NET_CLOCKNOTE_H

#include <stdint.h>

#define CLOCKNOTE_FILE "/run/clock"

enum { CLOCKNOTE_ORIGIN = 96 };

struct clocknote {
	/*
	 * 0, or the clock is a guess: it may be any time from what it says to
	 * this, in seconds since 1970. What is signed and begins in between shows
	 * that it is later by now.
	 */
	int64_t latest;
	char origin[CLOCKNOTE_ORIGIN]; /* who said so, as in "from its RTC"; or "" */
};

/* Note it for this process and the children that it forks. */
void clocknote_set(const struct clocknote *note);

/*
 * Write it down for other programs. They read the old note or the new one. Returns
 * 0, or -1 with errno.
 */
int clocknote_write(const char *path);

/*
 * What this process noted, or else what is written in CLOCKNOTE_FILE now; without
 * either nothing is known ({0, ""}). Valid until the next call.
 */
const struct clocknote *clocknote(void);

enum { CLOCKNOTE_TIME = 32 };

/* "2026-12-01 00:00:00"; returns out. */
const char *clocknote_time(int64_t t, char out[CLOCKNOTE_TIME]);

/* A file's text, without its end of line. Returns 0, or -1 if it is no note. */
int clocknote_parse(const char *text, struct clocknote *out);

#endif
