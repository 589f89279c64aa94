/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/sha.h>

#include "../lib/err.h"
#include "../lib/num.h"
#include "../lib/outfile.h"
#include "iso.h"
#include "uki.h"

enum { EPOCH_1980 = 315532800 };

int uki_time(uint32_t *seconds)
{
	const char *why;

	*seconds = EPOCH_1980;
	if (!getenv("SOURCE_DATE_EPOCH"))
		return 0;
	if (num_epoch(seconds, &why)) {
		warn("SOURCE_DATE_EPOCH %s", why);
		return -1;
	}
	if (*seconds < EPOCH_1980)
		*seconds = EPOCH_1980;
	return 0;
}

char *uki_name(const char *path, const char *const *without, const char *suffix)
{
	size_t len = strlen(path), more = strlen(suffix);
	char *name = malloc(len + more + 1);

	if (!name)
		die(EXIT_UNKNOWN, "malloc:");
	for (; *without; without++) {
		size_t n = strlen(*without);

		/* ".uki" alone is a name, not a suffix. */
		if (len > n && path[len - n - 1] != '/' &&
		    !strcmp(path + len - n, *without)) {
			len -= n;
			break;
		}
	}
	memcpy(name, path, len);
	memcpy(name + len, suffix, more + 1);
	return name;
}

int uki_may_write(const char *path, bool force)
{
	struct stat st;

	if (force || lstat(path, &st))
		return 0; /* other faults show when it is made */
	warn("%s: is there already: remove it, or use -force", path);
	return -1;
}

static int put(int fd, const void *data, size_t n)
{
	const char *p = data;

	while (n > 0) {
		ssize_t ret = write(fd, p, n);

		if (ret < 0 && errno != EINTR)
			return -1;
		if (ret > 0) {
			p += ret;
			n -= (size_t)ret;
		}
	}
	return 0;
}

static int end(struct outfile *o, const char *path, int failed)
{
	if (failed || outfile_commit(o)) {
		warn("write %s:", path);
		if (failed)
			outfile_abort(o);
		return EXIT_UNKNOWN;
	}
	return EXIT_YES;
}

int uki_write_pe(const char *path, const void *pe, size_t len)
{
	struct outfile o;

	if (outfile_open(&o, path)) {
		warn("create %s:", path);
		return EXIT_UNKNOWN;
	}
	return end(&o, path, put(o.fd, pe, len));
}

int uki_write_iso(const char *path, const void *pe, size_t len)
{
	struct iso iso = { .file = pe, .len = len };
	struct outfile o;

	if (uki_time(&iso.time))
		return EXIT_USAGE;
	SHA256(pe, len, iso.id);
	if (outfile_open(&o, path)) {
		warn("create %s:", path);
		return EXIT_UNKNOWN;
	}
	return end(&o, path, iso_write(o.fd, &iso));
}
