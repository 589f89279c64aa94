/* SPDX-License-Identifier: BSD-2-Clause */
#include "outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of linux/fs.h, which clashes with libc's headers. */
#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE (1 << 0)
#endif

static const int signals[] = { SIGHUP, SIGINT, SIGTERM };

#define NSIGNALS (sizeof(signals) / sizeof(signals[0]))

/*
 * The signal handler walks this list, so it changes only while the signals
 * are blocked.
 */
static struct outfile *open_files;

static void block(sigset_t *old)
{
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	for (i = 0; i < NSIGNALS; i++)
		sigaddset(&set, signals[i]);
	sigprocmask(SIG_BLOCK, &set, old);
}

static void unblock(const sigset_t *old)
{
	sigprocmask(SIG_SETMASK, old, NULL);
}

static void remove_all(void)
{
	struct outfile *o;

	for (o = open_files; o; o = o->next)
		unlink(o->tmp);
}

/* SA_RESETHAND: raising again ends the program as the signal says. */
static void on_signal(int sig)
{
	remove_all();
	raise(sig);
}

static int catch_end(void)
{
	static int done;
	size_t i;

	if (done)
		return 0;
	if (atexit(remove_all)) {
		errno = ENOMEM;
		return -1;
	}
	for (i = 0; i < NSIGNALS; i++) {
		struct sigaction sa, old;

		if (sigaction(signals[i], NULL, &old))
			return -1;
		if (old.sa_handler != SIG_DFL)
			continue;
		memset(&sa, 0, sizeof(sa));
		sa.sa_handler = on_signal;
		sa.sa_flags = (int)SA_RESETHAND;
		sigemptyset(&sa.sa_mask);
		if (sigaction(signals[i], &sa, NULL))
			return -1;
	}
	done = 1;
	return 0;
}

/* "dir/name" gives "dir/.name.XXXXXX". */
static char *tmp_name(const char *path)
{
	static const char suffix[] = ".XXXXXX";
	const char *slash = strrchr(path, '/');
	size_t dir = slash ? (size_t)(slash - path) + 1 : 0;
	size_t len = strlen(path);
	char *tmp = malloc(len + sizeof(suffix) + 1);

	if (!tmp)
		return NULL;
	memcpy(tmp, path, dir);
	tmp[dir] = '.';
	memcpy(tmp + dir + 1, path + dir, len - dir);
	memcpy(tmp + len + 1, suffix, sizeof(suffix));
	return tmp;
}

static void forget(struct outfile *o)
{
	struct outfile **p;
	sigset_t old;

	block(&old);
	for (p = &open_files; *p; p = &(*p)->next) {
		if (*p == o) {
			*p = o->next;
			break;
		}
	}
	unblock(&old);
	if (o->fd >= 0)
		close(o->fd);
	free(o->path);
	free(o->tmp);
	memset(o, 0, sizeof(*o));
	o->fd = -1;
}

/* A symbolic link may be replaced; what is not a file or a link may not. */
static int may_replace(const char *path)
{
	struct stat st;

	if (lstat(path, &st))
		return errno == ENOENT ? 0 : -1;
	if (S_ISREG(st.st_mode) || S_ISLNK(st.st_mode))
		return 0;
	errno = S_ISDIR(st.st_mode) ? EISDIR : EEXIST;
	return -1;
}

int outfile_open(struct outfile *o, const char *path)
{
	sigset_t old;

	memset(o, 0, sizeof(*o));
	o->fd = -1;
	if (may_replace(path) || catch_end())
		return -1;
	o->path = strdup(path);
	o->tmp = tmp_name(path);
	if (o->path && o->tmp) {
		block(&old);
		o->fd = mkostemp(o->tmp, O_CLOEXEC);
		if (o->fd >= 0) {
			o->next = open_files;
			open_files = o;
		}
		unblock(&old);
	}
	if (o->fd < 0) {
		int saved = errno;

		forget(o);
		errno = saved;
		return -1;
	}
	return 0;
}

int outfile_write(struct outfile *o, const void *data, size_t len)
{
	const char *p = data;

	while (len > 0) {
		ssize_t n = write(o->fd, p, len);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			p += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/*
 * Rename, but not onto anything. Not all file systems can: on the others, a
 * second link has the same effect.
 */
static int rename_new(const char *from, const char *to)
{
	if (!syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to,
	    RENAME_NOREPLACE))
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (link(from, to))
		return -1;
	unlink(from);
	return 0;
}

static int commit(struct outfile *o, mode_t mode,
    int (*move)(const char *from, const char *to))
{
	int fd = o->fd;

	if (fchmod(fd, mode) || fsync(fd)) {
		outfile_abort(o);
		return -1;
	}
	o->fd = -1;
	if (close(fd) || move(o->tmp, o->path)) {
		outfile_abort(o);
		return -1;
	}
	forget(o);
	return 0;
}

int outfile_commit(struct outfile *o)
{
	return commit(o, (mode_t)0644, rename);
}

int outfile_commit_secret(struct outfile *o)
{
	return commit(o, (mode_t)0600, rename_new);
}

void outfile_abort(struct outfile *o)
{
	int saved = errno;

	if (o->tmp)
		unlink(o->tmp);
	forget(o);
	errno = saved;
}
