/* SPDX-License-Identifier: BSD-2-Clause */
#include "check.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../net/ipparam.h"
#include "../net/sysctl.h"
#include "cmdline.h"
#include "err.h"
#include "firewall.h"
#include "limits.h"
#include "net.h"
#include "role.h"

static FILE *create(const char *folder, const char *name)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "we");
	if (!f)
		warn("write %s:", path);
	return f;
}

/* 0, or -1 after a message. */
static int written(FILE *f, const char *name)
{
	int bad = ferror(f);

	if (!fclose(f) && !bad)
		return 0;
	warn("write %s:", name);
	return -1;
}

static int put_rules(int from, const char *folder, const char *name)
{
	FILE *f = create(folder, name);
	char buffer[4096];
	ssize_t n;

	if (!f)
		return -1;
	while ((n = read(from, buffer, sizeof(buffer))) > 0)
		fwrite(buffer, 1, (size_t)n, f);
	return written(f, name);
}

/* The names of the options, one a line. */
static int put_options(char *text, const char *folder)
{
	FILE *f = create(folder, "options");
	char *key, *value;

	if (!f)
		return -1;
	while (cmdline_next(&text, &key, &value))
		fprintf(f, "%s\n", key);
	return written(f, "options");
}

/* The name that set_hostname() would take. */
static int hostname_check(void)
{
	char name[HOSTNAME_SIZE + 1] = "";
	FILE *f = fopen("etc/hostname", "re");

	if (!f)
		return 0;
	if (!fgets(name, sizeof(name), f))
		name[0] = '\0';
	fclose(f);
	name[strcspn(name, "\n")] = '\0';
	if (strlen(name) < HOSTNAME_SIZE && hostname_valid(name))
		return 0;
	warn("/etc/hostname: %s is no host name", name);
	return 1;
}

int check(const char *cmdline, const char *out)
{
	static const char *const name[FIREWALL_FILES] = {"rules.v4",
							 "rules.v6"};
	char text[CMDLINE_MAX];
	int fd[FIREWALL_FILES], faults;

	if (cmdline_read(cmdline, text)) {
		warn("read %s:", cmdline);
		return EXIT_UNKNOWN;
	}
	faults = net_configure(text);
	faults += firewall_check(text, limits_of(UINT64_C(1) << 30).peer, fd);
	faults += sysctl_check("etc/sysctl.conf");
	faults += role_check();
	faults += hostname_check();
	for (size_t i = 0; i < FIREWALL_FILES; i++) {
		if (fd[i] >= 0 && put_rules(fd[i], out, name[i]))
			return EXIT_UNKNOWN;
		if (fd[i] >= 0)
			close(fd[i]);
	}
	if (put_options(text, out))
		return EXIT_UNKNOWN;
	return faults ? EXIT_NO : EXIT_YES;
}
