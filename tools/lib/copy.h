/* SPDX-License-Identifier: BSD-2-Clause */
/* Stream a file of known size into anything, without holding it in memory. */
#ifndef MAYFLY_COPY_H
#define MAYFLY_COPY_H

#include <stddef.h>
#include <stdint.h>

enum copy_result {
	COPY_DONE = 0,
	COPY_READ,    /* a read failed, errno says why */
	COPY_CHANGED, /* the file is shorter or longer than size */
	COPY_SINK,    /* the sink refused; it knows why */
};

/* Takes n bytes at data; returns 0, or -1 to stop. */
typedef int copy_sink(void *arg, const void *data, size_t n);

/*
 * Read fd to its end, which must come after exactly size bytes, and hand
 * the bytes to sink in order. Reads at most one byte more than size, so a
 * file that grows without end is noticed. fd stays open.
 */
enum copy_result copy_file(int fd, uint64_t size, copy_sink *sink, void *arg);

#endif
