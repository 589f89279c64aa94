/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/lines.c tools/lib/num.c tools/lib/copy.c tools/pack/list.c tools/pack/source.c tools/pack/write.c
// libs: -larchive -lz
#include <archive.h>
#include <archive_entry.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/pack/write.h"
#include "messages.h"
#include "scratch.h"

static const char text[] =
    "/init file 0755 0 0 S:init\n"
    "/dev dir 0755 0 0\n"
    "/dev/console node 0600 0 5 c:5:1\n"
    "/dev/vda node 0660 8 6 b:254:70000\n"
    "/etc dir 1777 1 2\n"
    "/etc/big file 0640 4294967294 65534 S:big\n"
    "/etc/empty file 0000 0 0 S:empty\n"
    "/etc/link link 0777 0 0 ../init\n";

enum { BIG = 70001 };

static struct source_dirs dirs;
static struct list list;

static void write_archive(const char *name, uint32_t mtime)
{
	FILE *f = tmpfile();
	const struct entry *failed;
	int fd;

	assert_non_null(f);
	fputs(text, f);
	rewind(f);
	memset(&list, 0, sizeof(list));
	assert_int_equal(list_read(&list, f, "l", &dirs), 0);
	fclose(f);
	list_check(&list);
	assert_int_equal(list_sizes(&list, &failed), 0);
	assert_int_equal(list.errors, 0);
	fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write_newc(fd, &list, mtime), 0);
	close(fd);
}

static int enter(void **state)
{
	static char big[BIG];
	int ret = scratch_enter(state);
	size_t i;

	for (i = 0; i < BIG; i++)
		big[i] = (char)(i * 7);
	ret |= mkdir("s", 0755);
	put("s/init", "init!");
	put_bytes("s/big", big, BIG);
	put("s/empty", "");
	memset(&dirs, 0, sizeof(dirs));
	forget_messages();
	return ret || source_add(&dirs, "S=s") != SOURCE_ADDED;
}

static int leave(void **state)
{
	list_free(&list);
	close(dirs.dir[0].fd);
	free(dirs.dir);
	return scratch_leave(state);
}

/* Field i (from 0) of a newc header: 8 hex digits after the magic. */
static unsigned long field(const char *h, int i)
{
	char hex[9];

	memcpy(hex, h + 6 + 8 * i, 8);
	hex[8] = '\0';
	assert_int_equal(strspn(hex, "0123456789abcdefABCDEF"), 8);
	return strtoul(hex, NULL, 16);
}

enum { INO, MODE, UID, GID, NLINK, MTIME, FILESIZE, DEVMAJOR, DEVMINOR,
       RDEVMAJOR, RDEVMINOR, NAMESIZE, CHECK };

struct want {
	const char *name;
	unsigned long mode, uid, gid, nlink, size, maj, min;
};

static const struct want wanted[] = {
	{ ".", 040755, 0, 0, 2, 0, 0, 0 },
	{ "dev", 040755, 0, 0, 2, 0, 0, 0 },
	{ "dev/console", 020600, 0, 5, 1, 0, 5, 1 },
	{ "dev/vda", 060660, 8, 6, 1, 0, 254, 70000 },
	{ "etc", 041777, 1, 2, 2, 0, 0, 0 },
	{ "etc/big", 0100640, 4294967294, 65534, 1, BIG, 0, 0 },
	{ "etc/empty", 0100000, 0, 0, 1, 0, 0, 0 },
	{ "etc/link", 0120777, 0, 0, 1, 7, 0, 0 },
	{ "init", 0100755, 0, 0, 1, 5, 0, 0 },
};

enum { N = sizeof(wanted) / sizeof(wanted[0]) };

/* The bytes as the kernel's init/initramfs.c reads them. */
static void headers_are_fixed(void **state)
{
	size_t len, at = 0, i;
	char *a;

	(void)state;
	write_archive("a", 0x6553f100);
	a = get("a", &len);
	for (i = 0; i < N; i++) {
		const struct want *w = &wanted[i];
		const char *h = a + at;

		assert_true(at + 110 < len);
		assert_memory_equal(h, "070701", 6);
		assert_int_equal(field(h, INO), i + 1);
		assert_int_equal(field(h, MODE), w->mode);
		assert_int_equal(field(h, UID), w->uid);
		assert_int_equal(field(h, GID), w->gid);
		assert_int_equal(field(h, NLINK), w->nlink);
		assert_int_equal(field(h, MTIME), 0x6553f100);
		assert_int_equal(field(h, FILESIZE), w->size);
		assert_int_equal(field(h, DEVMAJOR), 0);
		assert_int_equal(field(h, DEVMINOR), 0);
		assert_int_equal(field(h, RDEVMAJOR), w->maj);
		assert_int_equal(field(h, RDEVMINOR), w->min);
		assert_int_equal(field(h, CHECK), 0);
		assert_int_equal(field(h, NAMESIZE), strlen(w->name) + 1);
		assert_string_equal(h + 110, w->name);
		at = (at + 110 + field(h, NAMESIZE) + 3) & ~(size_t)3;
		at = (at + w->size + 3) & ~(size_t)3;
	}
	assert_memory_equal(a + at, "070701", 6);
	assert_string_equal(a + at + 110, "TRAILER!!!");
	assert_int_equal((at + 110 + sizeof("TRAILER!!!") + 3) & ~(size_t)3,
	    len); /* and no padding to a block */
	free(a);
}

static void contents_come_back(void **state)
{
	char *big = NULL, data[BIG + 1];
	struct archive *a = archive_read_new();
	struct archive_entry *e;
	size_t i;

	(void)state;
	write_archive("a", 1);
	big = get("s/big", NULL);
	assert_int_equal(archive_read_support_format_cpio(a), ARCHIVE_OK);
	assert_int_equal(archive_read_open_filename(a, "a", 10240), ARCHIVE_OK);
	for (i = 0; i < N; i++) {
		assert_int_equal(archive_read_next_header(a, &e), ARCHIVE_OK);
		assert_string_equal(archive_entry_pathname(e), wanted[i].name);
		if (i == 5) {
			assert_int_equal(archive_read_data(a, data, sizeof(data)),
			    BIG);
			assert_memory_equal(data, big, BIG);
		} else if (i == 7) {
			assert_string_equal(archive_entry_symlink(e), "../init");
		} else if (i == 8) {
			assert_int_equal(archive_read_data(a, data, sizeof(data)),
			    5);
			assert_memory_equal(data, "init!", 5);
		}
	}
	assert_int_equal(archive_read_next_header(a, &e), ARCHIVE_EOF);
	archive_read_free(a);
	free(big);
}

static void the_host_does_not_show(void **state)
{
	struct timespec old[2] = { { 1, 0 }, { 1, 0 } };
	size_t alen, blen;
	char *a, *b;

	(void)state;
	write_archive("a", 5);
	list_free(&list);
	umask(0);
	setenv("TZ", "Asia/Tokyo", 1);
	assert_int_equal(chmod("s/init", 0777), 0);
	assert_int_equal(utimensat(AT_FDCWD, "s/init", old, 0), 0);
	assert_int_equal(link("s/init", "s/hardlink"), 0);
	assert_int_equal(rename("s/empty", "s/e"), 0);
	put("s/empty", "");
	write_archive("b", 5);
	a = get("a", &alen);
	b = get("b", &blen);
	assert_int_equal(alen, blen);
	assert_memory_equal(a, b, alen);
	free(a);
	free(b);
}

static void a_file_that_changed_is_refused(void **state)
{
	int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

	(void)state;
	write_archive("a", 5);
	put("s/init", "longer than it was");
	assert_int_equal(write_newc(fd, &list, 5), -1);
	assert_string_equal(messages,
	    "l:1: S:init changed while it was read: run again\n");
	close(fd);
}

static void a_file_that_went_away_is_refused(void **state)
{
	int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

	(void)state;
	write_archive("a", 5);
	assert_int_equal(unlink("s/init"), 0);
	assert_int_equal(write_newc(fd, &list, 5), -1);
	assert_string_equal(messages,
	    "l:1: open S:init: No such file or directory\n");
	close(fd);
}

static void a_full_disk_is_noticed(void **state)
{
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);

	(void)state;
	write_archive("a", 5);
	assert_true(fd >= 0);
	assert_int_equal(write_newc(fd, &list, 5), -1);
	assert_memory_equal(messages, "write the archive: ", 19);
	close(fd);
}

#define test(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(headers_are_fixed),
		test(contents_come_back),
		test(the_host_does_not_show),
		test(a_file_that_changed_is_refused),
		test(a_file_that_went_away_is_refused),
		test(a_full_disk_is_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
