/* SPDX-License-Identifier: BSD-2-Clause */
/* The clock that certificates are held against. */
#ifndef MAYFLY_NET_SYSCLOCK_H
#define MAYFLY_NET_SYSCLOCK_H

#include <stdbool.h>

/*
 * The kernel has set the clock from the RTC, which may be dead or wrong. It is
 * never before this program was made: a time before that (SOURCE_DATE_EPOCH of
 * the build), or more than 30 years after it, is replaced by it, and both are
 * said. What is left may still be wrong; certificates that are not valid then
 * are reported with the time that the clock says.
 */
void sysclock_check(bool say); /* say: also a clock that is right */

#endif
