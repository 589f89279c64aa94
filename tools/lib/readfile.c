/* SPDX-License-Identifier: BSD-2-Clause */
#include "readfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST = 4096 }; /* bytes read at first; then twice that, and so on */

/* read(2), once more if a signal came. */
static ssize_t read_some(int fd, void *to, size_t size)
{
	ssize_t n;

	do
		n = read(fd, to, size);
	while (n < 0 && errno == EINTR);
	return n;
}

int readfile_fd(int fd, size_t limit, unsigned char **data, size_t *len)
{
	unsigned char *buf = NULL, *p;
	size_t size = 0, used = 0;
	ssize_t n;
	int e;

	for (;;) {
		if (size - used < 2) {
			size = size > 0 ? size * 2 : FIRST;
			p = realloc(buf, size);
			if (!p)
				break;
			buf = p;
		}
		n = read_some(fd, buf + used, size - used - 1);
		if (n < 0)
			break;
		if (n == 0) {
			buf[used] = '\0';
			*data = buf;
			*len = used;
			return 0;
		}
		used += (size_t)n;
		if (used > limit) {
			errno = EFBIG;
			break;
		}
	}
	e = errno;
	free(buf);
	errno = e;
	return -1;
}

/* What readfile_at() does not read, as an errno. */
static int refuse(int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return errno;
	if (S_ISREG(st.st_mode))
		return 0;
	return S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
}

int readfile_at(int dirfd, const char *name, size_t limit,
    unsigned char **data, size_t *len)
{
	int fd = openat(dirfd, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	int r, e;

	if (fd < 0)
		return -1;
	e = refuse(fd);
	if (e) {
		close(fd);
		errno = e;
		return -1;
	}
	r = readfile_fd(fd, limit, data, len);
	e = errno;
	close(fd);
	errno = e;
	return r;
}
