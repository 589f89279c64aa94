/* SPDX-License-Identifier: BSD-2-Clause */
#include "blob.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/copy.h"
#include "../lib/err.h"

static int append(void *arg, const void *data, size_t n)
{
	struct blob *b = arg;

	memcpy(b->data + b->len, data, n);
	b->len += n;
	return 0;
}

static int check(const char *path, int fd, size_t max, struct stat *st)
{
	if (fstat(fd, st)) {
		warn("stat %s:", path);
		return EXIT_UNKNOWN;
	}
	if (!S_ISREG(st->st_mode)) {
		warn("%s: not a regular file", path);
		return EXIT_NO;
	}
	if (st->st_size == 0) {
		warn("%s: is empty", path);
		return EXIT_NO;
	}
	if ((uint64_t)st->st_size > max) {
		warn("%s: is larger than %zu bytes", path, max);
		return EXIT_NO;
	}
	return EXIT_YES;
}

static int fill(struct blob *b, const char *path, int fd, uint64_t size)
{
	b->len = 0;
	b->data = malloc(size + 1);
	if (!b->data) {
		warn("%s: malloc:", path);
		return EXIT_UNKNOWN;
	}
	/* copy_file() hands out at most size bytes. */
	switch (copy_file(fd, size, append, b)) {
	case COPY_DONE:
		b->data[b->len] = '\0';
		return EXIT_YES;
	case COPY_READ:
		warn("read %s:", path);
		break;
	case COPY_CHANGED:
	case COPY_SINK:
		warn("%s: changed while it was read: run again", path);
		break;
	}
	free(b->data);
	b->data = NULL;
	return EXIT_UNKNOWN;
}

int blob_read(struct blob *b, const char *path, size_t max)
{
	/* Not to hang on a FIFO; regular files do not care. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	int status;

	if (fd < 0) {
		warn("open %s:", path);
		return EXIT_UNKNOWN;
	}
	status = check(path, fd, max, &st);
	if (status == EXIT_YES)
		status = fill(b, path, fd, (uint64_t)st.st_size);
	close(fd);
	return status;
}
