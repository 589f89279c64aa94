/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/lines.c tools/lib/num.c tools/pack/source.c
// libs:
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/pack/list.c"
#include "messages.h"
#include "scratch.h"

static struct source_dirs dirs;
static struct list list;

/* Read one more list from text. */
static void feed(const char *name, const char *text)
{
	FILE *f = tmpfile();

	assert_non_null(f);
	fputs(text, f);
	rewind(f);
	assert_int_equal(list_read(&list, f, name, &dirs), 0);
	fclose(f);
}

static int enter(void **state)
{
	int ret = scratch_enter(state);

	forget_messages();
	memset(&dirs, 0, sizeof(dirs));
	memset(&list, 0, sizeof(list));
	ret |= mkdir("s", 0755);
	return ret || source_add(&dirs, "S=s") != SOURCE_ADDED;
}

static int leave(void **state)
{
	list_free(&list);
	close(dirs.dir[0].fd);
	free(dirs.dir);
	return scratch_leave(state);
}

/* The whole list is read and checked with exactly these messages. */
static void expect(const char *text, const char *said)
{
	list_free(&list);
	forget_messages();
	feed("l", text);
	list_check(&list);
	assert_string_equal(messages, said);
	assert_int_equal(list.errors, *said ? 1 : 0);
}

static void reads_every_type(void **state)
{
	const struct entry *e;

	(void)state;
	feed("l", "# comment\n"
	    "\n"
	    "/f\tfile 4755 7 4294967294 S:a/b # why\n"
	    "/d dir 1777 0 0\n"
	    "/d/l link 0777 0 0 ../f\n"
	    "/n node 0600 0 5 c:5:1\n"
	    "/o node 0660 0 6 b:4095:1048575");
	list_check(&list);
	assert_string_equal(messages, "");
	assert_int_equal(list.n, 6);

	e = list.entry + 1; /* sorted, after the root directory */
	assert_string_equal(e[0].path, "/d");
	assert_int_equal(e[0].type, ENTRY_DIR);
	assert_int_equal(e[0].mode, 01777);
	assert_string_equal(e[0].source, "-");
	assert_string_equal(e[1].path, "/d/l");
	assert_int_equal(e[1].type, ENTRY_LINK);
	assert_string_equal(e[1].source, "../f");
	assert_int_equal(e[1].size, 4);
	assert_string_equal(e[2].path, "/f");
	assert_int_equal(e[2].type, ENTRY_FILE);
	assert_int_equal(e[2].mode, 04755);
	assert_int_equal(e[2].uid, 7);
	assert_true(e[2].gid == 4294967294u);
	assert_string_equal(e[2].source, "S:a/b");
	assert_string_equal(e[2].rel, "a/b");
	assert_int_equal(e[2].dirfd, dirs.dir[0].fd);
	assert_int_equal(e[2].line, 3);
	assert_int_equal(e[3].type, ENTRY_NODE);
	assert_int_equal(e[3].node, 'c');
	assert_int_equal(e[3].maj, 5);
	assert_int_equal(e[3].min, 1);
	assert_int_equal(e[4].node, 'b');
	assert_int_equal(e[4].maj, 4095);
	assert_int_equal(e[4].min, 1048575);
}

static void sorts_parents_before_children(void **state)
{
	static const char *const want[] = { "/", "/a", "/a!", "/a-b", "/a/b", "/a/b/c",
		"/aa" };
	size_t i;

	(void)state;
	feed("l", "/aa dir 0755 0 0\n/a/b/c dir 0755 0 0\n/a/b dir 0755 0 0\n"
	    "/a-b dir 0755 0 0\n/a dir 0755 0 0\n/a! dir 0755 0 0\n");
	list_check(&list);
	assert_int_equal(list.n, 7);
	for (i = 0; i < 7; i++)
		assert_string_equal(list.entry[i].path, want[i]);
	assert_int_equal(list.errors, 0);
}

static void joins_lists(void **state)
{
	(void)state;
	feed("one", "/d/x dir 0755 0 0\n");
	feed("two", "/d dir 0755 0 0\n");
	list_check(&list);
	assert_int_equal(list.errors, 0);
	assert_int_equal(list.n, 3);
}

static void the_root_directory_is_never_open_to_all(void **state)
{
	(void)state;
	feed("l", "/d dir 0755 0 0\n");
	list_check(&list);
	assert_string_equal(list.entry[0].path, "/");
	assert_int_equal(list.entry[0].type, ENTRY_DIR);
	assert_int_equal(list.entry[0].mode, 0755);
	assert_int_equal(list.entry[0].uid, 0);
	assert_int_equal(list.entry[0].gid, 0);
	expect("/d dir 0755 0 0\n/ dir 0700 1 2\n", "");
	assert_int_equal(list.n, 2);
	assert_int_equal(list.entry[0].mode, 0700);
	assert_int_equal(list.entry[0].gid, 2);
	expect("", ""); /* and nothing is made of nothing */
	assert_int_equal(list.n, 0);
}

static void refuses_duplicates_naming_both(void **state)
{
	(void)state;
	feed("one", "/x dir 0755 0 0\n");
	feed("two", "\n/x file 0644 0 0 S:x\n");
	list_check(&list);
	assert_string_equal(messages, "two:2: /x is there already, from one:1\n");
	expect("/x dir 0755 0 0\n/x dir 0755 0 0\n",
	    "l:2: /x is there already, from l:1\n");
}

static void refuses_missing_and_wrong_parents(void **state)
{
	(void)state;
	expect("/a/b dir 0755 0 0\n",
	    "l:1: /a/b has no entry for its parent directory\n");
	expect("/a link 0777 0 0 x\n/a/b dir 0755 0 0\n",
	    "l:2: /a/b has a parent that is not a directory\n");
	expect("/a file 0644 0 0 S:x\n/a/b dir 0755 0 0\n",
	    "l:2: /a/b has a parent that is not a directory\n");
}

static void a_refused_line_is_no_missing_parent(void **state)
{
	(void)state;
	expect("/a dir 755 0 0\n/a/b dir 0755 0 0\n",
	    "l:1: mode 755 is not four octal digits\n");
}

static void refuses_bad_paths(void **state)
{
	char name[300], line[400], said[600];

	(void)state;
	expect("x dir 0755 0 0\n", "l:1: path x is not absolute\n");
	expect("/ file 0755 0 0 S:x\n", "l:1: path / must be a directory\n");
	expect("//x dir 0755 0 0\n", "l:1: path //x has an empty component\n");
	expect("/x/ dir 0755 0 0\n", "l:1: path /x/ has an empty component\n");
	expect("/../x dir 0755 0 0\n",
	    "l:1: path /../x has a \"..\" component\n");
	expect("/x/. dir 0755 0 0\n",
	    "l:1: path /x/. has a \".\" component\n");
	expect("/TRAILER!!! dir 0755 0 0\n", "l:1: path /TRAILER!!! is the "
	    "name that ends a newc archive\n");
	expect("/\xc3\xa4 dir 0755 0 0\n", "l:1: field 1 is not plain ASCII\n");
	expect("/.../..x/x.. dir 0755 0 0\n/... dir 0755 0 0\n"
	    "/.../..x dir 0755 0 0\n", "");

	memset(name, 'n', 256);
	name[256] = '\0';
	snprintf(line, sizeof(line), "/%s dir 0755 0 0\n", name);
	snprintf(said, sizeof(said), "l:1: path /%s has a component longer "
	    "than 255 bytes\n", name);
	expect(line, said);
	snprintf(line, sizeof(line), "/%s dir 0755 0 0\n", name + 1);
	expect(line, "");
}

static void refuses_bad_types_and_modes(void **state)
{
	static const char *const modes[] = { "755", "00755", "0758", "0x75",
		"+755", "rwxr" };
	size_t i;

	(void)state;
	expect("/x fifo 0755 0 0\n",
	    "l:1: unknown type fifo: use dir, file, link or node\n");
	expect("/x DIR 0755 0 0\n",
	    "l:1: unknown type DIR: use dir, file, link or node\n");
	expect("/x link 0755 0 0 y\n",
	    "l:1: mode 0755: a symbolic link always has 0777\n");
	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		char line[64], said[64];

		snprintf(line, sizeof(line), "/x dir %s 0 0\n", modes[i]);
		snprintf(said, sizeof(said),
		    "l:1: mode %s is not four octal digits\n", modes[i]);
		expect(line, said);
	}
}

static void refuses_bad_owners(void **state)
{
	(void)state;
	expect("/x dir 0755 root 0\n",
	    "l:1: uid root is not a decimal number below 4294967295\n");
	expect("/x dir 0755 0 -1\n",
	    "l:1: gid -1 is not a decimal number below 4294967295\n");
	expect("/x dir 0755 0 4294967295\n",
	    "l:1: gid 4294967295 is not a decimal number below 4294967295\n");
	expect("/x dir 0755 00 0\n",
	    "l:1: uid 00 is not a decimal number below 4294967295\n");
}

static void refuses_bad_file_sources(void **state)
{
	(void)state;
	expect("/x file 0644 0 0 y\n", "l:1: source y is not NAME:path\n");
	expect("/x file 0644 0 0 T:y\n",
	    "l:1: unknown source directory T: no such -D\n");
	expect("/x file 0644 0 0 SS:y\n",
	    "l:1: unknown source directory SS: no such -D\n");
	expect("/x file 0644 0 0 :y\n",
	    "l:1: unknown source directory : no such -D\n");
	expect("/x file 0644 0 0 S:/etc/passwd\n",
	    "l:1: source path /etc/passwd is absolute\n");
	expect("/x file 0644 0 0 S:a/../b\n",
	    "l:1: source path a/../b has a \"..\" component\n");
	expect("/x file 0644 0 0 S:./b\n",
	    "l:1: source path ./b has a \".\" component\n");
	expect("/x file 0644 0 0 S:\n",
	    "l:1: source path  has an empty component\n");
	expect("/x file 0644 0 0 S:a//b\n",
	    "l:1: source path a//b has an empty component\n");
}

static void refuses_bad_devices(void **state)
{
	static const char *const bad[] = { "c", "c:", "c:1", "c:1:", "c::1",
		"p:1:1", "c:1:1:1", "c:4096:0", "c:0:1048576", "c:01:1", "cc:1:1",
		"c1:1", "c:99999999999999999999:1" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char line[64], said[160];

		snprintf(line, sizeof(line), "/x node 0600 0 0 %s\n", bad[i]);
		snprintf(said, sizeof(said), "l:1: device %s is not "
		    "c:MAJOR:MINOR or b:MAJOR:MINOR (major at most 4095, "
		    "minor at most 1048575)\n", bad[i]);
		expect(line, said);
	}
}

static void refuses_wrong_field_counts(void **state)
{
	(void)state;
	expect("/x\n", "l:1: 1 fields: path type mode uid gid [source] "
	    "are needed\n");
	expect("/x dir 0755 0\n", "l:1: 4 fields: path type mode uid gid "
	    "[source] are needed\n");
	expect("/x dir 0755 0 0 S:x\n", "l:1: 6 fields: a dir has 5\n");
	expect("/x file 0644 0 0\n", "l:1: 5 fields: a file has 6\n");
	expect("/x link 0777 0 0\n", "l:1: 5 fields: a link has 6\n");
	expect("/x node 0600 0 0 c:1:1 x\n", "l:1: 7 fields: a node has 6\n");
}

static void reports_every_fault(void **state)
{
	(void)state;
	feed("l", "x dir 9 a b\n/y file 0644 0 0 T:y\n/z dir 0755 0 0\n");
	assert_int_equal(list.errors, 5);
	assert_int_equal(list.n, 1);
}

static void looks_up_sizes(void **state)
{
	const struct entry *failed = NULL;

	(void)state;
	put("s/x", "12345");
	feed("l", "/x file 0644 0 0 S:x\n");
	list_check(&list);
	assert_int_equal(list_sizes(&list, &failed), 0);
	assert_int_equal(list.entry[1].size, 5);
	assert_int_equal(list.errors, 0);
}

static void reports_missing_sources(void **state)
{
	const struct entry *failed = NULL;

	(void)state;
	put("s/x", "");
	assert_int_equal(mkdir("s/d", 0755), 0);
	assert_int_equal(symlink("x", "s/l"), 0);
	feed("l", "/a file 0644 0 0 S:gone\n/b file 0644 0 0 S:d\n"
	    "/c file 0644 0 0 S:l\n/d file 0644 0 0 S:x/y\n");
	list_check(&list);
	assert_int_equal(list_sizes(&list, &failed), 0);
	assert_int_equal(list.errors, 4);
	assert_string_equal(messages, "l:1: S:gone is missing\n"
	    "l:2: S:d is not a regular file\n"
	    "l:3: S:l is a symbolic link, which is not followed\n"
	    "l:4: S:x/y is below something that is not a directory "
	    "(symbolic links are not followed)\n");
}

static void refuses_files_newc_cannot_hold(void **state)
{
	const struct entry *failed = NULL;

	(void)state;
	put("s/x", "");
	assert_int_equal(truncate("s/x", 0x100000000), 0); /* sparse */
	feed("l", "/x file 0644 0 0 S:x\n");
	list_check(&list);
	assert_int_equal(list_sizes(&list, &failed), 0);
	assert_string_equal(messages,
	    "l:1: S:x is over 4 GiB, more than newc can hold\n");
}

static void a_list_that_cannot_be_read_is_an_error(void **state)
{
	FILE *f = fopen(".", "re");

	(void)state;
	assert_non_null(f);
	assert_int_equal(list_read(&list, f, "l", &dirs), -1);
	fclose(f);
}

#define test(f) cmocka_unit_test_setup_teardown(f, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(reads_every_type),
		test(sorts_parents_before_children),
		test(joins_lists),
		test(the_root_directory_is_never_open_to_all),
		test(refuses_duplicates_naming_both),
		test(refuses_missing_and_wrong_parents),
		test(a_refused_line_is_no_missing_parent),
		test(refuses_bad_paths),
		test(refuses_bad_types_and_modes),
		test(refuses_bad_owners),
		test(refuses_bad_file_sources),
		test(refuses_bad_devices),
		test(refuses_wrong_field_counts),
		test(reports_every_fault),
		test(looks_up_sizes),
		test(reports_missing_sources),
		test(refuses_files_newc_cannot_hold),
		test(a_list_that_cannot_be_read_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
