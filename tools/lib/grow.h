/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists that have no end, for what the kernel tells of how much there is. */
#ifndef MAYFLY_GROW_H
#define MAYFLY_GROW_H

#include <stddef.h>

/*
 * Room for one more item of that size behind the first count of *list, which
 * holds *room; both NULL and 0 in the beginning. Returns 0, or -1 with errno, and
 * the list is as it was. free() it.
 */
int list_grow(void **list, size_t *room, size_t count, size_t size);

/* The same for a list of a type. */
#define GROW(list, room, count) \
	list_grow((void **)&(list), &(room), (count), sizeof(*(list)))

#endif
