/* SPDX-License-Identifier: BSD-2-Clause */
#include "ospkg_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/err.h"
#include "../lib/outfile.h"
#include "../lib/readfile.h"
#include "../st/hash.h"
#include "ospkg.h"

void ospkg_read(const char *path, size_t limit, unsigned char **data,
    size_t *len)
{
	if (!readfile_at(AT_FDCWD, path, limit, data, len))
		return;
	if (errno == EFBIG)
		die(EXIT_NO, "%s: is longer than %zu bytes", path, limit);
	die(EXIT_UNKNOWN, "read %s:", path);
}

/* Open and hash the archive, however long it is, or exit. */
static void load_archive(struct ospkg_files *p)
{
	struct stat st;

	p->fd = open(p->zip, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (p->fd < 0 || fstat(p->fd, &st))
		die(EXIT_UNKNOWN, "open %s:", p->zip);
	if (!S_ISREG(st.st_mode))
		die(EXIT_UNKNOWN, "%s: not a regular file", p->zip);
	if (hash_fd(p->fd, p->hash, &p->size))
		die(EXIT_UNKNOWN, "read %s:", p->zip);
}

void ospkg_files_load(const char *path, struct ospkg_files *p)
{
	const char *fault;
	unsigned char *data;
	struct why why;
	size_t len;

	fault = ospkg_names_of(path, &p->zip, &p->json);
	if (fault)
		die(EXIT_UNKNOWN, "-ospkg %s %s", path, fault);
	if (path[0] == '\0' && access(p->json, F_OK))
		die(EXIT_UNKNOWN, "no -ospkg is given, and read %s:", p->json);
	ospkg_read(p->json, DESCRIPTOR_MAX, &data, &len);
	if (descriptor_parse(data, len, &p->descriptor, &why))
		die(why_status(&why), "%s: %s", p->json, why.text);
	free(data);
	load_archive(p);
}

void ospkg_files_write(const struct ospkg_files *p)
{
	char *text = descriptor_text(&p->descriptor);
	size_t len = text ? strlen(text) : 0;
	struct outfile out;

	if (!text)
		die(EXIT_UNKNOWN, "%s: out of memory", p->json);
	if (len > DESCRIPTOR_MAX)
		die(EXIT_NO, "%s: would be longer than %d bytes", p->json,
		    DESCRIPTOR_MAX);
	if (outfile_open(&out, p->json))
		die(EXIT_UNKNOWN, "create %s:", p->json);
	if (outfile_write(&out, text, len) || outfile_commit(&out))
		die(EXIT_UNKNOWN, "write %s:", p->json);
	free(text);
}

void ospkg_files_free(struct ospkg_files *p)
{
	free(p->zip);
	free(p->json);
	close(p->fd);
	descriptor_free(&p->descriptor);
}
