/* SPDX-License-Identifier: BSD-2-Clause */
/* Output files that appear whole under their name, or not at all. */
#ifndef MAYFLY_OUTFILE_H
#define MAYFLY_OUTFILE_H

#include <stddef.h>

/* One output being written. Members are outfile.c's own but for fd. */
struct outfile {
	int fd;		      /* write here; -1 when not open */
	char *path;	      /* final name */
	char *tmp;	      /* temporary name in the same directory */
	struct outfile *next; /* all that are open */
};

/*
 * Create a temporary file beside path and open it for writing. o must stay
 * where it is until outfile_commit() or outfile_abort(). If the program
 * exits, or SIGHUP, SIGINT or SIGTERM ends it, before the commit, the
 * temporary file is removed; a signal is caught only if it had its default
 * action. Not for threads.
 * Returns 0, or -1 with errno set. EISDIR: path is a directory; EEXIST: path
 * is a device, FIFO or socket, which a rename would replace.
 */
int outfile_open(struct outfile *o, const char *path);

/* Write all len bytes. Returns 0, or -1 with errno set; o stays open. */
int outfile_write(struct outfile *o, const void *data, size_t len);

/*
 * Make the file complete: mode 0644 whatever the umask, data on disk, then
 * renamed to its final name, replacing what was there. Frees o's members.
 * Returns 0, or -1 with errno set and the temporary file removed.
 */
int outfile_commit(struct outfile *o);

/*
 * The same for a secret that is not to be lost: mode 0600, and what has the
 * final name already is never replaced: -1 with EEXIST.
 */
int outfile_commit_secret(struct outfile *o);

/* Remove the temporary file and free o's members. Keeps errno. */
void outfile_abort(struct outfile *o);

#endif
