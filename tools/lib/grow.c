/* SPDX-License-Identifier: BSD-2-Clause */
#include "grow.h"

#include <stdlib.h>
#include <string.h>

int list_grow(void **list, size_t *room, size_t count, size_t size)
{
	size_t wanted = *room ? 2 * *room : 16;
	void *old, *more;

	if (count < *room)
		return 0;
	/* The caller's pointer may be of any type. */
	memcpy(&old, list, sizeof(old));
	more = reallocarray(old, wanted, size);
	if (!more)
		return -1;
	memcpy(list, &more, sizeof(more));
	*room = wanted;
	return 0;
}
