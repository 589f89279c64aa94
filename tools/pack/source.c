/* SPDX-License-Identifier: BSD-2-Clause */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char name_chars[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "abcdefghijklmnopqrstuvwxyz"
				 "0123456789._+-";

enum source_add source_add(struct source_dirs *dirs, const char *arg)
{
	size_t namelen = strspn(arg, name_chars);
	struct source_dir *grown;
	int fd;

	if (namelen == 0 || arg[namelen] != '=' || arg[namelen + 1] == '\0')
		return SOURCE_SYNTAX;
	if (source_find(dirs, arg, namelen) >= 0)
		return SOURCE_TWICE;
	grown = reallocarray(dirs->dir, dirs->n + 1, sizeof(*grown));
	if (!grown)
		return SOURCE_SYSTEM;
	dirs->dir = grown;
	fd = open(arg + namelen + 1, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return SOURCE_SYSTEM;
	dirs->dir[dirs->n++] = (struct source_dir){ arg, namelen, fd };
	return SOURCE_ADDED;
}

int source_find(const struct source_dirs *dirs, const char *name,
    size_t namelen)
{
	size_t i;

	for (i = 0; i < dirs->n; i++) {
		const struct source_dir *d = &dirs->dir[i];

		if (d->namelen == namelen && !memcmp(d->name, name, namelen))
			return d->fd;
	}
	return -1;
}

/* What an errno of a look-up says about the list, or NULL. */
static const char *blame(int err)
{
	switch (err) {
	case ENOENT:
		return "is missing";
	case ENOTDIR:
		return "is below something that is not a directory "
		       "(symbolic links are not followed)";
	case ELOOP:
		return "is a symbolic link, which is not followed";
	case ENAMETOOLONG:
		return "is too long a name";
	default:
		return NULL;
	}
}

/* Open the directory that holds the last component; *rel becomes that. */
static int open_parent(int dirfd, const char **rel)
{
	int fd = fcntl(dirfd, F_DUPFD_CLOEXEC, 0);
	const char *slash;

	while (fd >= 0 && (slash = strchr(*rel, '/'))) {
		char name[256];
		size_t len = (size_t)(slash - *rel);
		int next = -1, err = ENAMETOOLONG;

		if (len < sizeof(name)) {
			memcpy(name, *rel, len);
			name[len] = '\0';
			next = openat(fd, name,
			    O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
			err = errno;
		}
		close(fd);
		errno = err;
		fd = next;
		*rel = slash + 1;
	}
	return fd;
}

int source_open(int dirfd, const char *rel, uint64_t *size, const char **why)
{
	int parent = open_parent(dirfd, &rel), fd = -1, err;
	struct stat st;

	*why = NULL;
	if (parent < 0) {
		*why = blame(errno);
		return -1;
	}
	/* Look before opening: a device may act on being opened. */
	if (fstatat(parent, rel, &st, AT_SYMLINK_NOFOLLOW)) {
		*why = blame(errno);
	} else if (S_ISLNK(st.st_mode)) {
		errno = ELOOP;
		*why = blame(errno);
	} else if (!S_ISREG(st.st_mode)) {
		errno = EINVAL;
		*why = "is not a regular file";
	} else {
		fd = openat(parent, rel, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	}
	err = errno;
	close(parent);
	if (fd >= 0 && fstat(fd, &st)) {
		err = errno;
		close(fd);
		fd = -1;
	}
	if (fd >= 0)
		*size = (uint64_t)st.st_size;
	errno = err;
	return fd;
}
