/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ospkg.h"

#define DEFAULT_NAME "system-transparency-os-package"

/* "<first len bytes of a><b><c>", or NULL. */
static char *join(const char *a, size_t len, const char *b, const char *c)
{
	size_t size = len + strlen(b) + strlen(c) + 1;
	char *s = malloc(size);

	if (s)
		snprintf(s, size, "%.*s%s%s", (int)len, a, b, c);
	return s;
}

/*
 * What stands between path and the suffixes, if it is the default name: path is
 * "" or a directory. Else NULL.
 */
static const char *default_name(const char *path)
{
	struct stat st;
	size_t len = strlen(path);

	if (len == 0)
		return DEFAULT_NAME;
	if (stat(path, &st) || !S_ISDIR(st.st_mode))
		return NULL;
	return path[len - 1] == '/' ? DEFAULT_NAME : "/" DEFAULT_NAME;
}

static const char *set(const char *path, size_t len, const char *middle,
    char **zip, char **json)
{
	*zip = join(path, len, middle, ".zip");
	*json = join(path, len, middle, ".json");
	if (*zip && *json)
		return NULL;
	free(*zip);
	free(*json);
	return "does not fit in memory";
}

const char *ospkg_names(const char *out, char **zip, char **json)
{
	size_t len = strlen(out);
	const char *slash = strrchr(out, '/'), *dot;
	const char *base = slash ? slash + 1 : out, *middle = default_name(out);

	if (middle)
		return set(out, len, middle, zip, json);
	if (base[0] == '\0')
		return "is not an existing directory";
	dot = strrchr(base, '.');
	if (dot && strcmp(dot, ".zip") && strcmp(dot, ".json"))
		return "has a suffix other than .zip and .json";
	if (dot == base)
		return "is a suffix without a name";
	return set(out, dot ? (size_t)(dot - out) : len, "", zip, json);
}

const char *ospkg_names_of(const char *path, char **zip, char **json)
{
	size_t len = strlen(path);
	const char *middle = default_name(path);

	if (middle)
		return set(path, len, middle, zip, json);
	if (len > 4 && !strcmp(path + len - 4, ".zip"))
		len -= 4;
	else if (len > 5 && !strcmp(path + len - 5, ".json"))
		len -= 5;
	return set(path, len, "", zip, json);
}
