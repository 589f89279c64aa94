/* SPDX-License-Identifier: BSD-2-Clause */
#include "role.h"

#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../net/supervise.h"
#include "err.h"
#include "handover.h"
#include "waits.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))
#define ROLE_CAPS                                                              \
	(UINT64_C(1) << CAP_NET_ADMIN | UINT64_C(1) << CAP_NET_BIND_SERVICE)

enum { LINE_SIZE = 256, WORDS = 4, SAVE_TIME = 60000 /* ms */ };

/* The lines of /etc/role; then ROLE_HEALTH and ROLE_CHECK. */
enum { ROLE, KEEPER, FETCHER, SAVER, PROGRAMS, LINES = ROLE_CHECK + 1 };

static const char *words[LINES][WORDS + 1];
static struct service services[PROGRAMS] = {
    [ROLE] = {.name = "role",
	      .restart = RESTART_FAILED,
	      .uid = UID_ROLE,
	      .caps = ROLE_CAPS},
    [KEEPER] = {.name = "the role's keeper",
		.restart = RESTART_FAILED,
		.uid = UID_ROLE,
		.caps = ROLE_CAPS},
    [FETCHER] = {.name = "the role's fetcher",
		 .restart = RESTART_FAILED,
		 .uid = UID_FETCH},
    /*
     * CAP_SYS_BOOT is what the kernel shows secrets for: who may start the
     * next kernel has all memory anyway (kernel/patches/0004).
     */
    [SAVER] = {.name = "the role's saver",
	       .restart = RESTART_NEVER,
	       .uid = UID_ROLE,
	       .caps = ROLE_CAPS | UINT64_C(1) << CAP_SYS_BOOT},
};
static bool served; /* it was of use, and is for as long as the image runs */
static bool followed, fetches; /* those of the next lines are started */
static int handed = -1; /* what the kernel before handed over */

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

/* What is wrong with a line of /etc/role; NULL: nothing. */
static const char *line_fault(const char *line)
{
	char copy[LINE_SIZE], *rest = copy, *word;
	const char *argv[WORDS + 1];
	size_t n = 0;

	if (!strchr(line, '\n') && strlen(line) == LINE_SIZE - 1)
		return "it is too long";
	strcpy(copy, line);
	while ((word = strsep(&rest, " \t\n")))
		n += *word != '\0';
	if (n == 0)
		return NULL; /* no program in this place */
	if (n > WORDS)
		return "it has too many words";
	strcpy(copy, line);
	if (!read_command(copy, argv))
		return "no program with its whole path";
	return access(argv[0] + 1, X_OK) ? "the image has no such program"
					 : NULL;
}

int role_check(void)
{
	char line[LINE_SIZE];
	int number = 0, faults = 0;
	bool named = false;
	FILE *f = fopen("etc/role", "re");

	while (f && fgets(line, sizeof(line), f)) {
		const char *why = line_fault(line);

		number++;
		if (number > LINES && line[strspn(line, " \t\n")])
			why = "there is no such place";
		if (why) {
			warn("/etc/role:%d: %s", number, why);
			faults++;
		}
		named |= number == 1 && line[0] == '/';
	}
	if (f)
		fclose(f);
	if (!named)
		warn("/etc/role names no program: this image does nothing");
	return faults + !named;
}

void role_start(int handover)
{
	static char line[LINES][LINE_SIZE];
	FILE *f = fopen("/etc/role", "re");

	handed = handover;
	for (size_t i = 0; i < LINES; i++)
		if (f && fgets(line[i], LINE_SIZE, f) &&
		    !read_command(line[i], words[i]))
			words[i][0] = NULL;
	for (size_t i = 0; i < PROGRAMS; i++)
		services[i].argv = role_line((int)i);
	if (f)
		fclose(f);
	if (!services[ROLE].argv) {
		warn("/etc/role names no program: this image does nothing");
		role_forget();
		return;
	}
	service_start(&services[ROLE], handed);
}

const char *const *role_line(int line)
{
	return words[line][0] ? words[line] : NULL;
}

bool role_failed(int *status)
{
	*status = services[ROLE].status;
	return services[ROLE].state == SERVICE_ENDED && *status != EXIT_YES;
}

bool role_done(void)
{
	return services[ROLE].state == SERVICE_ENDED &&
	       services[ROLE].status == EXIT_YES;
}

bool role_ready(void)
{
	served = served || (role_done() && !waits_for_list());
	return served;
}

bool role_exited(pid_t pid, int wstatus)
{
	for (size_t i = 0; i < SAVER; i++)
		if (service_exited(&services[i], pid, wstatus))
			return true;
	return false;
}

/* A role that does not get done with its saving has failed. */
static int64_t watch_saver(void)
{
	const struct service *s = &services[SAVER];
	int64_t due = s->started + SAVE_TIME;

	if (s->state != SERVICE_RUNS)
		return CLOCK_NEVER;
	if (clock_now() < due)
		return due;
	kill(s->pid, SIGKILL);
	return clock_now() + 1000;
}

int64_t role_tick(bool online)
{
	int64_t due = watch_saver();

	/* The keeper empties it; without one nobody would. */
	if (services[KEEPER].state == SERVICE_ENDED ||
	    (services[ROLE].state == SERVICE_ENDED &&
	     !(role_done() && services[KEEPER].argv)))
		role_forget();
	if (!followed && role_done()) {
		followed = true;
		if (services[KEEPER].argv)
			service_start(&services[KEEPER], handed);
	}
	/* Without an address its questions would get no answer. */
	if (!fetches && followed && online) {
		fetches = true;
		if (services[FETCHER].argv)
			service_start(&services[FETCHER], -1);
	}
	if (online && role_done() && !role_ready())
		due = clock_min(due, waits_notice());
	for (size_t i = 0; i < SAVER; i++)
		due = clock_min(due, service_tick(&services[i]));
	return due;
}

bool role_saves(void)
{
	return role_done() && services[SAVER].argv;
}

bool role_save(int fd)
{
	service_start(&services[SAVER], fd);
	return services[SAVER].state == SERVICE_RUNS;
}

void role_forget(void)
{
	handover_wipe(handed);
	handed = -1;
}

bool role_saving(void)
{
	return services[SAVER].state == SERVICE_RUNS;
}

bool role_save_exited(pid_t pid, int wstatus, int *status)
{
	if (!service_exited(&services[SAVER], pid, wstatus))
		return false;
	*status = services[SAVER].status;
	return true;
}
