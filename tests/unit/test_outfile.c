/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/outfile.c
// libs:
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/lib/outfile.h"
#include "scratch.h"

static void expect(const char *name, const char *text)
{
	char *is = get(name, NULL);

	assert_string_equal(is, text);
	free(is);
}

static void appears_whole_with_fixed_mode(void **state)
{
	struct outfile o;
	struct stat st;

	(void)state;
	umask(0077);
	assert_int_equal(outfile_open(&o, "out"), 0);
	assert_int_equal(access("out", F_OK), -1);
	assert_int_equal(write(o.fd, "new", 3), 3);
	assert_int_equal(outfile_commit(&o), 0);
	expect("out", "new");
	assert_int_equal(stat("out", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_int_equal(entries(), 1);
}

static void replaces_the_old_only_at_the_end(void **state)
{
	struct outfile o;

	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	put("d/out", "old");
	assert_int_equal(outfile_open(&o, "d/out"), 0);
	assert_int_equal(write(o.fd, "new", 3), 3);
	expect("d/out", "old");
	assert_int_equal(entries(), 1); /* the temporary file is in d */
	assert_int_equal(outfile_commit(&o), 0);
	expect("d/out", "new");
}

static void abort_leaves_nothing(void **state)
{
	struct outfile o;

	(void)state;
	put("out", "old");
	assert_int_equal(outfile_open(&o, "out"), 0);
	assert_int_equal(entries(), 2);
	errno = ENOSPC;
	outfile_abort(&o);
	assert_int_equal(errno, ENOSPC);
	expect("out", "old");
	assert_int_equal(entries(), 1);
}

static void replaces_a_link_not_its_target(void **state)
{
	struct outfile o;

	(void)state;
	put("target", "kept");
	assert_int_equal(symlink("target", "out"), 0);
	assert_int_equal(outfile_open(&o, "out"), 0);
	assert_int_equal(outfile_commit(&o), 0);
	expect("target", "kept");
	expect("out", "");
	assert_int_equal(symlink(".", "dir"), 0);
	assert_int_equal(outfile_open(&o, "dir"), 0);
	assert_int_equal(outfile_commit(&o), 0);
	expect("dir", "");
}

static void refuses_what_is_no_file(void **state)
{
	struct outfile o;

	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(outfile_open(&o, "d"), -1);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(mkfifo("p", 0600), 0);
	assert_int_equal(outfile_open(&o, "p"), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(outfile_open(&o, "/dev/null"), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(outfile_open(&o, "missing/out"), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(entries(), 2);
}

static void failed_rename_leaves_nothing(void **state)
{
	struct outfile o;

	(void)state;
	assert_int_equal(outfile_open(&o, "out"), 0);
	assert_int_equal(mkdir("out", 0755), 0);
	assert_int_equal(outfile_commit(&o), -1);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(rmdir("out"), 0);
	assert_int_equal(entries(), 0);
}

/* A child opens two outputs and then ends as asked; its wait status. */
static int child(int sig)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		struct outfile a, b;

		if (outfile_open(&a, "a") || outfile_open(&b, "b"))
			_exit(99);
		if (entries() != 2)
			_exit(98);
		if (sig)
			raise(sig);
		exit(7);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void exit_leaves_nothing(void **state)
{
	int status = child(0);

	(void)state;
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
	assert_int_equal(entries(), 0);
}

static void signals_leave_nothing_and_still_end_it(void **state)
{
	static const int sigs[] = { SIGHUP, SIGINT, SIGTERM };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++) {
		int status;

		signal(sigs[i], SIG_DFL);
		status = child(sigs[i]);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), sigs[i]);
		assert_int_equal(entries(), 0);
	}
}

static void ignored_signals_stay_ignored(void **state)
{
	int status;

	(void)state;
	signal(SIGHUP, SIG_IGN);
	status = child(SIGHUP);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
}

static void secrets_are_private_and_stay(void **state)
{
	struct outfile o;
	struct stat st;

	(void)state;
	umask(0);
	assert_int_equal(outfile_open(&o, "key"), 0);
	assert_int_equal(outfile_write(&o, "secret", 6), 0);
	assert_int_equal(outfile_commit_secret(&o), 0);
	expect("key", "secret");
	assert_int_equal(stat("key", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(outfile_open(&o, "key"), 0);
	assert_int_equal(outfile_write(&o, "other", 5), 0);
	assert_int_equal(outfile_commit_secret(&o), -1);
	assert_int_equal(errno, EEXIST);
	expect("key", "secret");
	assert_int_equal(entries(), 1);
	/* Nor is a link that leads nowhere. */
	assert_int_equal(symlink("none", "link"), 0);
	assert_int_equal(outfile_open(&o, "link"), 0);
	assert_int_equal(outfile_commit_secret(&o), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(entries(), 2);
}

int main(void)
{
	/* Children first: the parent must not have caught the signals yet. */
	const struct CMUnitTest tests[] = {
		scratch_test(signals_leave_nothing_and_still_end_it),
		scratch_test(ignored_signals_stay_ignored),
		scratch_test(exit_leaves_nothing),
		scratch_test(appears_whole_with_fixed_mode),
		scratch_test(replaces_the_old_only_at_the_end),
		scratch_test(abort_leaves_nothing),
		scratch_test(replaces_a_link_not_its_target),
		scratch_test(refuses_what_is_no_file),
		scratch_test(failed_rename_leaves_nothing),
		scratch_test(secrets_are_private_and_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
