/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/pack/source.c
// libs:
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/pack/source.h"
#include "scratch.h"

static struct source_dirs dirs;

static int enter(void **state)
{
	int ret = scratch_enter(state);

	memset(&dirs, 0, sizeof(dirs));
	return ret | mkdir("s", 0755) | mkdir("s/d", 0755);
}

static int leave(void **state)
{
	while (dirs.n > 0)
		close(dirs.dir[--dirs.n].fd);
	free(dirs.dir);
	return scratch_leave(state);
}

static void finds_directories_by_whole_name(void **state)
{
	(void)state;
	assert_int_equal(source_add(&dirs, "a=s"), SOURCE_ADDED);
	assert_int_equal(source_add(&dirs, "a.B_9+-=s/d"), SOURCE_ADDED);
	assert_int_equal(source_find(&dirs, "a", 1), dirs.dir[0].fd);
	assert_int_equal(source_find(&dirs, "a.B_9+-:x", 7), dirs.dir[1].fd);
	assert_int_equal(source_find(&dirs, "a.", 2), -1);
	assert_int_equal(source_find(&dirs, "", 0), -1);
}

static void refuses_bad_arguments(void **state)
{
	(void)state;
	assert_int_equal(source_add(&dirs, "=s"), SOURCE_SYNTAX);
	assert_int_equal(source_add(&dirs, "a"), SOURCE_SYNTAX);
	assert_int_equal(source_add(&dirs, "a="), SOURCE_SYNTAX);
	assert_int_equal(source_add(&dirs, "a:b=s"), SOURCE_SYNTAX);
	assert_int_equal(source_add(&dirs, "a=s"), SOURCE_ADDED);
	assert_int_equal(source_add(&dirs, "a=s/d"), SOURCE_TWICE);
	assert_int_equal(source_add(&dirs, "b=gone"), SOURCE_SYSTEM);
	assert_int_equal(errno, ENOENT);
	put("file", "");
	assert_int_equal(source_add(&dirs, "b=file"), SOURCE_SYSTEM);
	assert_int_equal(errno, ENOTDIR);
	assert_int_equal(dirs.n, 1);
}

/* Open rel below s; the error's text or NULL. */
static const char *try(const char *rel, int *fd, uint64_t *size)
{
	const char *why;

	*fd = source_open(dirs.dir[0].fd, rel, size, &why);
	return why;
}

static void opens_regular_files(void **state)
{
	uint64_t size = 0;
	char buf[8];
	int fd;

	(void)state;
	put("s/d/f", "hello");
	assert_int_equal(source_add(&dirs, "S=s"), SOURCE_ADDED);
	assert_null(try("d/f", &fd, &size));
	assert_true(fd >= 0);
	assert_int_equal(size, 5);
	assert_int_equal(read(fd, buf, sizeof(buf)), 5);
	close(fd);
	assert_true(fcntl(dirs.dir[0].fd, F_GETFD) >= 0); /* still open */
}

static void the_directory_itself_may_be_a_link(void **state)
{
	uint64_t size;
	int fd;

	(void)state;
	put("s/f", "x");
	assert_int_equal(symlink("s", "l"), 0);
	assert_int_equal(source_add(&dirs, "L=l"), SOURCE_ADDED);
	assert_null(try("f", &fd, &size));
	assert_true(fd >= 0);
	close(fd);
}

static void follows_no_link(void **state)
{
	uint64_t size;
	int fd;

	(void)state;
	put("secret", "x");
	put("s/f", "x");
	assert_int_equal(symlink("../secret", "s/out"), 0);
	assert_int_equal(symlink("f", "s/in"), 0);
	assert_int_equal(symlink("..", "s/up"), 0);
	assert_int_equal(symlink("d", "s/e"), 0);
	put("s/d/f", "x");
	assert_int_equal(source_add(&dirs, "S=s"), SOURCE_ADDED);
	assert_string_equal(try("out", &fd, &size),
	    "is a symbolic link, which is not followed");
	assert_string_equal(try("in", &fd, &size),
	    "is a symbolic link, which is not followed");
	assert_non_null(try("up/secret", &fd, &size));
	assert_int_equal(fd, -1);
	assert_non_null(try("e/f", &fd, &size));
	assert_int_equal(fd, -1);
}

static void refuses_what_is_no_file(void **state)
{
	char longest[300];
	uint64_t size;
	int fd;

	(void)state;
	assert_int_equal(source_add(&dirs, "S=s"), SOURCE_ADDED);
	assert_string_equal(try("d", &fd, &size), "is not a regular file");
	assert_int_equal(mkfifo("s/p", 0600), 0);
	assert_string_equal(try("p", &fd, &size), "is not a regular file");
	assert_string_equal(try("gone", &fd, &size), "is missing");
	assert_string_equal(try("gone/f", &fd, &size), "is missing");
	memset(longest, 'x', 280);
	strcpy(longest + 280, "/f");
	assert_string_equal(try(longest, &fd, &size), "is too long a name");
	longest[280] = '\0';
	assert_string_equal(try(longest, &fd, &size), "is too long a name");
}

static void blames_the_system_not_the_list(void **state)
{
	uint64_t size;
	int fd;

	(void)state;
	if (geteuid() == 0) {
		/* Root reads everything; a closed directory fd does as well. */
		const char *why = "";

		assert_int_equal(source_open(-1, "f", &size, &why), -1);
		assert_null(why);
		assert_int_equal(errno, EBADF);
		return;
	}
	put("s/f", "x");
	assert_int_equal(chmod("s/f", 0), 0);
	assert_int_equal(source_add(&dirs, "S=s"), SOURCE_ADDED);
	assert_null(try("f", &fd, &size));
	assert_int_equal(fd, -1);
	assert_int_equal(errno, EACCES);
}

#define test(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(finds_directories_by_whole_name),
		test(refuses_bad_arguments),
		test(opens_regular_files),
		test(the_directory_itself_may_be_a_link),
		test(follows_no_link),
		test(refuses_what_is_no_file),
		test(blames_the_system_not_the_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
