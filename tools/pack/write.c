/* SPDX-License-Identifier: BSD-2-Clause */
#include "write.h"

#include <archive.h>
#include <archive_entry.h>
#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>

#include "../lib/copy.h"
#include "../lib/err.h"

static void set_header(struct archive_entry *h, const struct entry *e,
    int64_t ino, uint32_t mtime)
{
	static const unsigned int filetype[] = {
		[ENTRY_DIR] = AE_IFDIR,
		[ENTRY_FILE] = AE_IFREG,
		[ENTRY_LINK] = AE_IFLNK,
	};

	archive_entry_clear(h);
	/* Relative, as every initramfs has it: cpio -i unpacks it in place. */
	archive_entry_set_pathname(h, e->path[1] ? e->path + 1 : ".");
	archive_entry_set_perm(h, (mode_t)e->mode);
	archive_entry_set_uid(h, e->uid);
	archive_entry_set_gid(h, e->gid);
	archive_entry_set_mtime(h, mtime, 0);
	archive_entry_set_ino64(h, ino);
	archive_entry_set_devmajor(h, 0);
	archive_entry_set_devminor(h, 0);
	/* The kernel takes two regular files with nlink > 1 for hard links. */
	archive_entry_set_nlink(h, e->type == ENTRY_DIR ? 2 : 1);
	archive_entry_set_size(h, 0);
	if (e->type == ENTRY_NODE) {
		archive_entry_set_filetype(h,
		    e->node == 'c' ? AE_IFCHR : AE_IFBLK);
		archive_entry_set_rdevmajor(h, e->maj);
		archive_entry_set_rdevminor(h, e->min);
		return;
	}
	archive_entry_set_filetype(h, filetype[e->type]);
	if (e->type == ENTRY_LINK)
		archive_entry_set_symlink(h, e->source);
	else if (e->type == ENTRY_FILE)
		archive_entry_set_size(h, (int64_t)e->size);
}

static int sink(void *arg, const void *data, size_t n)
{
	return archive_write_data(arg, data, n) == (la_ssize_t)n ? 0 : -1;
}

static int write_failed(struct archive *a)
{
	const char *why = archive_error_string(a);

	warn("write the archive: %s", why ? why : "unknown error");
	return -1;
}

static int write_content(struct archive *a, const struct entry *e)
{
	const char *why;
	enum copy_result r;
	uint64_t size = 0;
	int fd = source_open(e->dirfd, e->rel, &size, &why);

	if (fd < 0) {
		warn("%s:%lu: open %s:", e->list, e->line, e->source);
		return -1;
	}
	r = size == e->size ? copy_file(fd, size, sink, a) : COPY_CHANGED;
	if (r == COPY_READ)
		warn("%s:%lu: read %s:", e->list, e->line, e->source);
	else if (r == COPY_CHANGED)
		warn("%s:%lu: %s changed while it was read: run again",
		    e->list, e->line, e->source);
	close(fd);
	if (r == COPY_SINK)
		return write_failed(a);
	return r == COPY_DONE ? 0 : -1;
}

static int write_all(struct archive *a, struct archive_entry *h,
    const struct list *l, uint32_t mtime)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		const struct entry *e = &l->entry[i];

		set_header(h, e, (int64_t)i + 1, mtime);
		/* A warning means that the header does not say what was asked. */
		if (archive_write_header(a, h) != ARCHIVE_OK)
			return write_failed(a);
		if (e->type == ENTRY_FILE && write_content(a, e))
			return -1;
		if (archive_write_finish_entry(a) != ARCHIVE_OK)
			return write_failed(a);
	}
	return archive_write_close(a) == ARCHIVE_OK ? 0 : write_failed(a);
}

int write_newc(int fd, const struct list *l, uint32_t mtime)
{
	struct archive *a = archive_write_new();
	struct archive_entry *h = archive_entry_new();
	int ret = -1;

	if (!a || !h)
		warn("out of memory");
	else if (archive_write_set_format_cpio_newc(a) != ARCHIVE_OK ||
	    archive_write_add_filter_none(a) != ARCHIVE_OK ||
	    archive_write_open_fd(a, fd) != ARCHIVE_OK)
		ret = write_failed(a);
	else
		ret = write_all(a, h, l, mtime);
	archive_entry_free(h);
	archive_write_free(a);
	return ret;
}
