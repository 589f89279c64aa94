/* SPDX-License-Identifier: BSD-2-Clause */
#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <sys/types.h>

#include "../lib/copy.h"
#include "../lib/err.h"
#include "ospkg.h"

static int zip_failed(struct archive *a)
{
	const char *why = archive_error_string(a);

	warn("write the archive: %s", why ? why : "unknown error");
	return -1;
}

static int sink(void *arg, const void *data, size_t n)
{
	return archive_write_data(arg, data, n) == (la_ssize_t)n ? 0 : -1;
}

/*
 * No time and no owner are set: libarchive then writes 1980-01-01 00:00
 * whatever the time zone, and no extra fields (before 3.8: constant ones).
 */
static int add_header(struct archive *a, const char *name, uint64_t size)
{
	struct archive_entry *h = archive_entry_new();
	size_t len = strlen(name);
	int ret;

	if (!h) {
		warn("out of memory");
		return -1;
	}
	archive_entry_set_pathname(h, name);
	if (name[len - 1] == '/') {
		archive_entry_set_filetype(h, AE_IFDIR);
		archive_entry_set_perm(h, (mode_t)0755);
	} else {
		archive_entry_set_filetype(h, AE_IFREG);
		archive_entry_set_perm(h, (mode_t)0644);
	}
	archive_entry_set_size(h, (int64_t)size);
	ret = archive_write_header(a, h);
	archive_entry_free(h);
	return ret == ARCHIVE_OK ? 0 : zip_failed(a);
}

static int finish_entry(struct archive *a)
{
	return archive_write_finish_entry(a) == ARCHIVE_OK ? 0 : zip_failed(a);
}

static int add_input(struct archive *a, const struct ospkg_input *in)
{
	if (add_header(a, in->name, in->size))
		return -1;
	switch (copy_file(in->fd, in->size, sink, a)) {
	case COPY_DONE:
		return finish_entry(a);
	case COPY_READ:
		warn("read %s:", in->name);
		return -1;
	case COPY_CHANGED:
		warn("%s changed while it was read: run again", in->name);
		return -1;
	case COPY_SINK:
		break;
	}
	return zip_failed(a);
}

static int add_text(struct archive *a, const char *name, const char *text)
{
	size_t len = strlen(text);

	if (add_header(a, name, len))
		return -1;
	if (sink(a, text, len))
		return zip_failed(a);
	return finish_entry(a);
}

static int set_up(struct archive *a, int fd)
{
	/* Only stored and deflated entries can be read by every stboot. */
	if (archive_write_set_format_zip(a) != ARCHIVE_OK ||
	    archive_write_set_options(a,
		"zip:compression=deflate,zip:compression-level=9") !=
		ARCHIVE_OK ||
	    archive_write_open_fd(a, fd) != ARCHIVE_OK)
		return zip_failed(a);
	return 0;
}

int ospkg_write_zip(int fd, const struct ospkg_input *kernel,
    const struct ospkg_input *initramfs, const char *manifest)
{
	struct archive *a = archive_write_new();
	int ret;

	if (!a) {
		warn("out of memory");
		return -1;
	}
	ret = set_up(a, fd);
	if (!ret)
		ret = add_header(a, "boot/", 0) || finish_entry(a);
	if (!ret)
		ret = add_input(a, kernel);
	if (!ret)
		ret = add_input(a, initramfs);
	if (!ret)
		ret = add_text(a, "manifest.json", manifest);
	if (!ret && archive_write_close(a) != ARCHIVE_OK)
		ret = zip_failed(a);
	archive_write_free(a);
	return ret ? -1 : 0;
}
