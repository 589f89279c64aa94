/* SPDX-License-Identifier: BSD-2-Clause */
#include "role.h"

#include <linux/capability.h>
#include <stdio.h>
#include <string.h>

#include "../net/clock.h"
#include "../net/supervise.h"
#include "err.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))
#define ROLE_CAPS                                                              \
	(UINT64_C(1) << CAP_NET_ADMIN | UINT64_C(1) << CAP_NET_BIND_SERVICE)

enum { LINE_SIZE = 256, WORDS = 4 };

static const char *words[3][WORDS + 1];
static struct service services[3] = {
    {.name = "role", .uid = UID_ROLE, .caps = ROLE_CAPS},
    {.name = "the role's keeper", .uid = UID_ROLE, .caps = ROLE_CAPS},
    {.name = "the role's fetcher", .uid = UID_FETCH},
};
static bool followed; /* the others are started */

/* Cut a line into the words of a command; false if there is none. */
static bool read_command(char *line, const char **argv)
{
	size_t n = 0;
	char *word;

	while (n < WORDS && (word = strsep(&line, " \t\n")))
		if (*word)
			argv[n++] = word;
	argv[n] = NULL;
	return n > 0 && argv[0][0] == '/';
}

void role_start(void)
{
	static char line[LEN(services)][LINE_SIZE];
	FILE *f = fopen("/etc/role", "re");

	for (size_t i = 0; i < LEN(services); i++) {
		services[i].restart = RESTART_FAILED;
		if (f && fgets(line[i], LINE_SIZE, f) &&
		    read_command(line[i], words[i]))
			services[i].argv = words[i];
	}
	if (f)
		fclose(f);
	if (!services[0].argv) {
		warn("/etc/role names no program: this image does nothing");
		return;
	}
	service_start(&services[0], -1);
}

bool role_done(void)
{
	return services[0].state == SERVICE_ENDED &&
	       services[0].status == EXIT_YES;
}

bool role_exited(pid_t pid, int wstatus)
{
	for (size_t i = 0; i < LEN(services); i++)
		if (service_exited(&services[i], pid, wstatus))
			return true;
	return false;
}

int64_t role_tick(void)
{
	int64_t due = CLOCK_NEVER;

	for (size_t i = 1; !followed && role_done() && i < LEN(services); i++)
		if (services[i].argv)
			service_start(&services[i], -1);
	followed = role_done();
	for (size_t i = 0; i < LEN(services); i++)
		due = clock_min(due, service_tick(&services[i]));
	return due;
}
