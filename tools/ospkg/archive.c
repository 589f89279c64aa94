/* SPDX-License-Identifier: BSD-2-Clause */
#include "archive.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SIZE_MOST = 1 << 28 }; /* bytes of a file: the kernel's limit of peers, and room */

int archive_copy(int from, int to)
{
	off_t at = 0;
	struct stat st;

	if (fstat(from, &st))
		return -1;
	while (at < st.st_size)
		if (sendfile(to, from, &at, (size_t)(st.st_size - at)) <= 0)
			return -1;
	return 0;
}

/* Zeros up to a multiple of four bytes: the kernel skips them. */
static int align(int fd)
{
	static const char zeros[3];
	off_t end = lseek(fd, 0, SEEK_END);
	size_t n = (size_t)(-end & 3);

	return end < 0 || write(fd, zeros, n) != (ssize_t)n ? -1 : 0;
}

/* Header and name of a member of an archive (cpio(5), "new ASCII format"). */
static int put_member(int fd, const char *name, unsigned int mode, off_t size)
{
	unsigned int length = (unsigned int)strlen(name) + 1;

	if (dprintf(fd, "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X"
		    "%08X%08X%s", 1u, mode, 0u, 0u, 1u, 0u, (unsigned int)size,
		    0u, 0u, 0u, 0u, length, 0u, name) < 0 ||
	    write(fd, "", 1) != 1)
		return -1;
	return align(fd);
}

int archive_begin(int initramfs)
{
	int fd = memfd_create("initramfs", MFD_CLOEXEC), saved;

	if (fd < 0 || (!archive_copy(initramfs, fd) && !align(fd)))
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

int archive_add(int archive, const char *name, int file)
{
	struct stat st;

	if (fstat(file, &st))
		return -1;
	errno = EFBIG;
	return st.st_size > SIZE_MOST ||
	    put_member(archive, name, S_IFREG | 0600, st.st_size) ||
	    archive_copy(file, archive) || align(archive) ? -1 : 0;
}

int archive_end(int archive)
{
	return put_member(archive, "TRAILER!!!", 0, 0);
}
