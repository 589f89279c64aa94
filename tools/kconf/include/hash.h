/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stands before the tree's scripts/include/hash.h when its parser is built.
 *
 * hash_ptr() multiplies an address whose low four bits are always zero, and the
 * tables take the low bits of the product: 15 of 16 buckets stay empty, and a
 * run of kconf spends three quarters of its time walking the others. Which
 * bucket an expression is in decides nothing but time.
 */
#ifndef KCONF_HASH_H
#define KCONF_HASH_H

#include_next <hash.h>

#define hash_ptr(p) hash_32((unsigned int)((unsigned long)(p) >> 4))

#endif
