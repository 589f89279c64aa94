/* SPDX-License-Identifier: BSD-2-Clause */
#include "cmdline.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

int cmdline_read(const char *path, char *buf)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t n = 0;
	int saved;

	if (fd < 0)
		return -1;
	while (used < CMDLINE_MAX) {
		n = read(fd, buf + used, CMDLINE_MAX - used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		used += (size_t)n;
	}
	saved = errno;
	close(fd);
	errno = used == CMDLINE_MAX ? EFBIG : saved;
	if (n < 0 || used == CMDLINE_MAX)
		return -1;
	buf[used] = '\0';
	return 0;
}

/* Remove the quotes of s in place: they only protect blanks. */
static void unquote(char *s)
{
	char *to = s;

	for (; *s; s++)
		if (*s != '"')
			*to++ = *s;
	*to = '\0';
}

int cmdline_next(char **rest, char **key, char **value)
{
	char *p = *rest;
	bool quoted = false;

	while (is_blank(*p))
		p++;
	*key = p;
	for (; *p && (quoted || !is_blank(*p)); p++)
		if (*p == '"')
			quoted = !quoted;
	if (*p)
		*p++ = '\0';
	*rest = p;
	if (!**key || !strcmp(*key, "--"))
		return 0;
	unquote(*key);
	*value = strchr(*key, '=');
	if (*value)
		*(*value)++ = '\0';
	return 1;
}

int cmdline_find(const char *text, const char *key, enum cmdline_which which,
    char *value, size_t size)
{
	char copy[CMDLINE_MAX], *rest = copy, *option, *found;
	int result = 0;

	value[0] = '\0';
	snprintf(copy, sizeof(copy), "%s", text);
	while (cmdline_next(&rest, &option, &found)) {
		if (strcmp(option, key))
			continue;
		result = found && strlen(found) < size ? 1 : -1;
		strcpy(value, result == 1 ? found : "");
		if (which == CMDLINE_FIRST)
			break;
	}
	return result;
}
