/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the unit tests of the host tools share: an own empty directory for each
 * test, and running a main() as a child. Include cmocka.h before.
 */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A test that runs in a directory of its own, removed afterwards. */
#define scratch_test(f) \
	cmocka_unit_test_setup_teardown(f, scratch_enter, scratch_leave)

static inline int scratch_enter(void **state)
{
	const char *top = getenv("TMPDIR");
	char *dir = malloc(4096);

	snprintf(dir, 4096, "%s/mayfly-unit.XXXXXX", top ? top : "/tmp");
	if (!mkdtemp(dir) || chdir(dir))
		return -1;
	umask(022);
	setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
	*state = dir;
	return 0;
}

static inline int scratch_rm(const char *path, const struct stat *st, int type,
    struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline int scratch_leave(void **state)
{
	int ret = chdir("/"), i;
	char path[4096];

	ret |= nftw(*state, scratch_rm, 16, FTW_DEPTH | FTW_PHYS);
	for (i = 0; i < 2; i++) { /* of run_main(), if it was used */
		snprintf(path, sizeof(path), "%s.%s", (char *)*state,
		    i ? "out" : "err");
		remove(path);
	}
	free(*state);
	return ret;
}

static inline void put_bytes(const char *name, const void *data, size_t len)
{
	FILE *f = fopen(name, "we");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static inline void put(const char *name, const char *text)
{
	put_bytes(name, text, strlen(text));
}

/* The contents, NUL-terminated, to free(); *len may be NULL. */
static inline char *get(const char *name, size_t *len)
{
	FILE *f = fopen(name, "re");
	char *data = malloc(1 << 20);
	size_t n;

	assert_non_null(f);
	assert_non_null(data);
	n = fread(data, 1, (1 << 20) - 1, f);
	data[n] = '\0';
	fclose(f);
	if (len)
		*len = n;
	return data;
}

/* Number of directory entries here whose name is not "." or "..". */
static inline int entries(void)
{
	DIR *d = opendir(".");
	struct dirent *e;
	int n = 0;

	assert_non_null(d);
	while ((e = readdir(d)))
		n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
	closedir(d);
	return n;
}

static inline void redirect(int fd, const char *name)
{
	int to = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (to < 0 || dup2(to, fd) < 0)
		_exit(99);
}

/*
 * Run main_ with the NULL-terminated words in a child; its outputs go to the
 * files ../NAME.out and ../NAME.err beside the scratch directory, so that the
 * directory itself shows only what the program left. Returns the exit status.
 */
static inline int run_main(int (*main_)(int, char **), const char *const *words)
{
	char *argv[64], out[4096], err[4096], *here = getcwd(NULL, 0);
	int argc = 0, status;
	pid_t pid;

	assert_non_null(here);
	snprintf(out, sizeof(out), "%s.out", here);
	snprintf(err, sizeof(err), "%s.err", here);
	while (words[argc]) {
		argv[argc] = strdup(words[argc]);
		argc++;
	}
	argv[argc] = NULL;
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		redirect(1, out);
		redirect(2, err);
		optind = 1;
		exit(main_(argc, argv));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	while (argc > 0)
		free(argv[--argc]);
	free(here);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

#define run_words(main_, ...) \
	run_main(main_, (const char *const[]){ __VA_ARGS__, NULL })

/* What the last run printed on stdout ("out") or stderr ("err"); to free(). */
static inline char *printed(const char *which)
{
	char *here = getcwd(NULL, 0), path[4096], *text;

	snprintf(path, sizeof(path), "%s.%s", here, which);
	text = get(path, NULL);
	free(here);
	return text;
}

/* Does the last run's stderr hold this text? */
static inline int said(const char *text)
{
	char *err = printed("err");
	int found = strstr(err, text) != NULL;

	if (!found)
		print_message("looked for: %s\nin: %s", text, err);
	free(err);
	return found;
}

#endif
