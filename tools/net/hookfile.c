/* SPDX-License-Identifier: BSD-2-Clause */
#include "hookfile.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "console.h"
#include "err.h"
#include "resolv.h"

enum { PATH_SIZE = sizeof(RESOLV_DHCP_DIR) + 16 + IFNAMSIZ };

static void path_of(const char *name, const char *interface,
		    char out[PATH_SIZE])
{
	snprintf(out, PATH_SIZE, RESOLV_DHCP_DIR "/%.14s.%s", name, interface);
}

void hookfile_read(const char *name, const char *interface,
		   char out[HOOKFILE_MAX])
{
	char path[PATH_SIZE];
	FILE *f;

	path_of(name, interface, path);
	f = fopen(path, "re");
	if (!f || !fgets(out, HOOKFILE_MAX, f))
		out[0] = '\0';
	out[strcspn(out, "\n")] = '\0';
	if (f)
		fclose(f);
}

void hookfile_write(const char *name, const char *interface, const char *line)
{
	char path[PATH_SIZE];
	FILE *f;

	path_of(name, interface, path);
	if (!*line) {
		unlink(path);
		return;
	}
	f = fopen(path, "we");
	if (f) {
		fputs(line, f);
		fclose(f);
	}
}

void hookfile_say(const char *name, const char *interface, const char *line)
{
	char safe[HOOKFILE_MAX], last[HOOKFILE_MAX];

	console_safe(line, safe, sizeof(safe));
	hookfile_read(name, interface, last);
	if (!strcmp(last, safe))
		return;
	if (*safe)
		warn("%s", safe);
	hookfile_write(name, interface, safe);
}
