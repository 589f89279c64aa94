/* SPDX-License-Identifier: BSD-2-Clause */
/* The clock that certificates are held against, and WireGuard's time stamps. */
#ifndef MAYFLY_NET_SYSCLOCK_H
#define MAYFLY_NET_SYSCLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* What is known of the time, besides what the RTC says. */
struct sysclock_known {
	int64_t least; /* it is not before that: seconds since 1970; 0: nothing */
	bool handed;   /* that is the clock of the kernel which started this one */
};

/*
 * The time to go by if the RTC says rtc. It is never before this program was made
 * (SOURCE_DATE_EPOCH of the build), nor before k->least. A handed clock counts
 * unless the RTC is ahead of it by five minutes at most: that is what the start took,
 * and what the other drifted. Else the RTC counts, if it is possible: not more than
 * 30 years after this program was made (nor is a k->least that is). *guess: nothing
 * but the least is known.
 */
int64_t sysclock_choose(int64_t rtc, const struct sysclock_known *k, bool *guess);

/*
 * The kernel has set the clock from the RTC: set it to what is to count, say so if
 * that is another time, and note where it came from (clocknote.h). What is left may
 * still be wrong; certificates that are not valid then are reported with both.
 * say: also a clock that is right.
 */
void sysclock_start(const struct sysclock_known *k, bool say);

/* No time of this program's life is before the first of these, or after the other. */
int64_t sysclock_made(void);
int64_t sysclock_latest(void);

#endif
