/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What process 1 and all that it starts say, carried line by line to the kernel's
 * log, which every console prints: each serial port, and the screen that the
 * kernel draws on (earlycon=efifb keep_bootcon). A thread does it, so neither a
 * slow console nor who says too much keeps anybody waiting.
 */
#ifndef MAYFLY_NET_RELAY_H
#define MAYFLY_NET_RELAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Bytes of a line that are shown; the kernel takes records of 1024. What was cut
 * ends in "...".
 */
enum { RELAY_LINE = 960, RELAY_RECORD = RELAY_LINE + 8 };

/*
 * So many lines may come at once, and then one in so many milliseconds; the others
 * are counted, and the count is said. A line takes 9 ms of a serial port, and may
 * take 200 of a screen.
 */
enum { RELAY_BURST = 60, RELAY_PERIOD = 250 };

/* A line as it comes in, from whoever writes; zeroed: none. */
struct relay_line {
	char text[RELAY_LINE];
	size_t len;
	bool cut;
};

/*
 * Put one byte behind. Returns 0; or, with the end of a line that is not empty, the
 * size of its record, which is in out and not terminated: at the level that is
 * shown with "quiet" on the kernel's command line, and with nothing but printable
 * ASCII, so that a line has one end and its start is who said it.
 */
size_t relay_put(struct relay_line *l, char c, char out[RELAY_RECORD]);

/*
 * May another line be said, now (clock_now())? *paid is zero at first, and
 * what such lines have used up of the time since.
 */
bool relay_allows(int64_t *paid, int64_t now);

/*
 * Start carrying, once. Returns the descriptor to write to, which is the caller's,
 * closed by exec, and refuses (EAGAIN) when nobody reads it; or -1 if there is no
 * /dev/kmsg or no thread. Before it is called, /dev, /proc and /sys are mounted.
 */
int relay_start(void);

/* Wait until all that was written is on the consoles, but not for long. */
void relay_flush(void);

#endif
