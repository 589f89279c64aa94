/* SPDX-License-Identifier: BSD-2-Clause */
#include "zip.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "zip_parts.h"

int zip_read(const struct zip *z, uint64_t offset, void *data, size_t len,
    struct why *why)
{
	unsigned char *p = data;
	ssize_t n;

	if (offset > z->size || len > z->size - offset) {
		why_set(why, "is cut off, or not a zip archive");
		return -1;
	}
	for (; len > 0; p += n, offset += (uint64_t)n, len -= (size_t)n) {
		n = pread(z->fd, p, len, (off_t)offset);
		if (n < 0 && errno == EINTR) {
			n = 0;
			continue;
		}
		if (n < 0) {
			why_machine(why, "cannot be read: %s", strerror(errno));
			return -1;
		}
		if (n == 0) {
			why_set(why, "became shorter while it was read");
			return -1;
		}
	}
	return 0;
}

int zip_open(struct zip *z, int fd, uint64_t size, struct why *why)
{
	struct zip_directory dir;

	z->fd = fd;
	z->map = NULL;
	z->size = size;
	z->n = 0;
	if (size > INT64_MAX) {
		why_set(why, "is too large");
		return -1;
	}
	if (zip_read_end(z, &dir, why) || zip_read_directory(z, &dir, why))
		return -1;
	return zip_check_local(z, dir.offset, why);
}

const struct zip_entry *zip_find(const struct zip *z, const char *name)
{
	size_t i;

	for (i = 0; i < z->n; i++)
		if (!strcmp(z->entry[i].name, name))
			return &z->entry[i];
	return NULL;
}
