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

const char *ospkg_names(const char *out, char **zip, char **json)
{
	size_t len = strlen(out);
	const char *slash = strrchr(out, '/');
	const char *base = slash ? slash + 1 : out, *dot, *middle = "";
	struct stat st;

	if (len == 0) {
		middle = DEFAULT_NAME;
	} else if (!stat(out, &st) && S_ISDIR(st.st_mode)) {
		middle = out[len - 1] == '/' ? DEFAULT_NAME
					     : "/" DEFAULT_NAME;
	} else if (base[0] == '\0') {
		return "is not an existing directory";
	} else if ((dot = strrchr(base, '.'))) {
		if (strcmp(dot, ".zip") && strcmp(dot, ".json"))
			return "has a suffix other than .zip and .json";
		if (dot == base)
			return "is a suffix without a name";
		len = (size_t)(dot - out);
	}
	*zip = join(out, len, middle, ".zip");
	*json = join(out, len, middle, ".json");
	if (*zip && *json)
		return NULL;
	free(*zip);
	free(*json);
	return "does not fit in memory";
}
