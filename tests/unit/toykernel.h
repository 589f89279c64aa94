/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel for tests that start none, as tests/toykernel makes it: the header of a
 * bzImage, and nothing to run.
 */
#ifndef TESTS_TOYKERNEL_H
#define TESTS_TOYKERNEL_H

#include <string.h>

enum { TOYKERNEL = 2048 }; /* bytes */

static inline void toykernel(unsigned char k[TOYKERNEL])
{
	memset(k, 0, TOYKERNEL);
	k[0x1f1] = 1; /* setup sectors */
	memcpy(k + 0x1fe, "\x55\xaa\xeb\x66HdrS\x0f\x02", 10);
	k[0x211] = 1;			     /* loaded high */
	k[0x236] = 3;			     /* 64 bits, anywhere */
	memcpy(k + 0x238, "\xff\x07", 2); /* its command line: 2047 */
	k[0x262] = 1;			     /* memory it needs: 64 KiB */
}

#endif
