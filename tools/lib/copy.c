/* SPDX-License-Identifier: BSD-2-Clause */
#include "copy.h"

#include <errno.h>
#include <unistd.h>

static ssize_t read_some(int fd, void *buf, size_t n)
{
	ssize_t got;

	do
		got = read(fd, buf, n);
	while (got < 0 && errno == EINTR);
	return got;
}

enum copy_result copy_file(int fd, uint64_t size, copy_sink *sink, void *arg)
{
	unsigned char buf[32768];
	uint64_t left = size;
	ssize_t n;

	while (left > 0) {
		size_t want = left < sizeof(buf) ? (size_t)left : sizeof(buf);

		n = read_some(fd, buf, want);
		if (n < 0)
			return COPY_READ;
		if (n == 0)
			return COPY_CHANGED;
		if (sink(arg, buf, (size_t)n))
			return COPY_SINK;
		left -= (uint64_t)n;
	}
	n = read_some(fd, buf, 1);
	if (n < 0)
		return COPY_READ;
	return n == 0 ? COPY_DONE : COPY_CHANGED;
}
