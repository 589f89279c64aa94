/* SPDX-License-Identifier: BSD-2-Clause */
#include "sysctl.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "err.h"

#define SYSCTL_ROOT "/proc/sys/"

enum { PATH_SIZE = 256, LINE_SIZE = 512 };

/* Cut blanks off both ends, in place. */
static char *trim(char *s)
{
	size_t n;

	s += strspn(s, " \t");
	n = strlen(s);
	while (n > 0 && strchr(" \t\r\n", s[n - 1]))
		s[--n] = '\0';
	return s;
}

int sysctl_line(char *line, char *path, size_t size, char **value)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-/*";
	char *key = trim(line), *equal, *p, *first;

	if (!*key || *key == '#' || *key == ';')
		return 0;
	equal = strchr(key, '=');
	if (!equal)
		return -1;
	*equal = '\0';
	key = trim(key);
	*value = trim(equal + 1);
	if (!*key || !**value || strlen(key) >= size ||
	    key[strspn(key, allowed)])
		return -1;
	strcpy(path, key);
	/* As sysctl(8): if a slash comes first, dots are part of names. */
	first = strpbrk(path, "./");
	if (first && *first == '.')
		for (p = path; *p; p++)
			*p = (char)(*p == '.' ? '/' : *p == '/' ? '.' : *p);
	if (*path == '/' || strstr(path, "//") || strstr(path, ".."))
		return -1;
	return 1;
}

int sysctl_write(const char *path, const char *value)
{
	char full[PATH_SIZE + sizeof(SYSCTL_ROOT)], line[LINE_SIZE];
	int fd, saved, n;
	ssize_t done;

	/* With a newline, as echo does: printk_devkmsg insists on it. */
	n = snprintf(line, sizeof(line), "%s\n", value);
	if (n >= (int)sizeof(line)) {
		errno = E2BIG;
		return -1;
	}
	if (!strncmp(path, SYSCTL_ROOT, strlen(SYSCTL_ROOT)))
		path += strlen(SYSCTL_ROOT); /* as glob() returns it */
	snprintf(full, sizeof(full), SYSCTL_ROOT "%s", path);
	fd = open(full, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	done = write(fd, line, (size_t)n); /* in one piece, or it fails */
	saved = done < 0 ? errno : EIO;
	close(fd);
	errno = saved;
	return done == n ? 0 : -1;
}

/* Write value to every key that matches the pattern. Returns failures. */
static int apply_one(const char *file, int line, const char *path,
		     const char *value)
{
	char pattern[PATH_SIZE + sizeof(SYSCTL_ROOT)];
	int failures = 0;
	glob_t found;
	size_t i;

	snprintf(pattern, sizeof(pattern), SYSCTL_ROOT "%s", path);
	if (glob(pattern, 0, NULL, &found)) {
		warn("%s:%d: the kernel has no setting %s", file, line, path);
		return 1;
	}
	for (i = 0; i < found.gl_pathc; i++) {
		if (sysctl_write(found.gl_pathv[i], value)) {
			warn("%s:%d: write %s to %s:", file, line, value,
			     found.gl_pathv[i]);
			failures++;
		}
	}
	globfree(&found);
	return failures;
}

/* Every setting of the file to one(); the failures, which are said. */
static int each(const char *file, int (*one)(const char *file, int line,
					     const char *path,
					     const char *value))
{
	char line[LINE_SIZE], path[PATH_SIZE], *value;
	int number = 0, failures = 0;
	FILE *f = fopen(file, "re");

	if (!f) {
		warn("open %s:", file);
		return 1;
	}
	while (fgets(line, sizeof(line), f)) {
		number++;
		switch (sysctl_line(line, path, sizeof(path), &value)) {
		case 1:
			failures += one(file, number, path, value);
			break;
		case -1:
			warn("%s:%d: not a setting (key = value)", file,
			     number);
			failures++;
		}
	}
	if (ferror(f)) {
		warn("read %s:", file);
		failures++;
	}
	fclose(f);
	return failures;
}

int sysctl_apply(const char *file)
{
	return each(file, apply_one);
}

static int leave_one(const char *file, int line, const char *path,
		     const char *value)
{
	(void)file;
	(void)line;
	(void)path;
	(void)value;
	return 0;
}

int sysctl_check(const char *file)
{
	return each(file, leave_one);
}
