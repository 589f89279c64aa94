/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sntp: ask NTP servers for the time, and tell init (standard input) by how much the
 * clock is behind. It cannot set a clock: init does that, within bounds. Why not
 * chrony or busybox's ntpd: sntp.8.
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../http/fetch_calls.h"
#include "about.h"
#include "agree.h"
#include "backoff.h"
#include "cmdline.h"
#include "err.h"
#include "offer.h"
#include "query.h"
#include "seccomp.h"
#include "whole.h"

#define USAGE "usage: sntp [--check FILE] (settings: kernel command line; run " \
	"by init)"

/* The build gives the time of the release (tools/build). */
#ifndef BUILD_EPOCH
#error "BUILD_EPOCH is not defined: seconds since 1970 of the release"
#endif

enum { POLL = 1800000 /* ms, on average, while all is well */ };

static struct server servers[SERVERS_MAX];
static size_t count;

static void read_settings(const char *path)
{
	static char text[CMDLINE_MAX];
	struct why why;
	int n;

	if (cmdline_read(path, text))
		die(EXIT_UNKNOWN, "read %s:", path);
	n = servers_parse(text, servers, &why);
	if (n < 0)
		die(EXIT_USAGE, "%s", why.text);
	count = (size_t)n;
}

static void protect(void)
{
	struct rlimit none = {0, 0};

	if (setrlimit(RLIMIT_CORE, &none) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) ||
	    seccomp_limit(fetch_calls, NULL))
		die(EXIT_UNKNOWN, "limit this process:");
}

/* Say it once; the same trouble a minute later is no news. */
static void say(struct why *said, const struct why *why)
{
	if (strcmp(said->text, why->text))
		warn("no time from ntp=: %s", why->text);
	*said = *why;
}

/* One question to all; true if there is a time, which init has then. */
static bool look(struct why *said)
{
	int64_t offset[SERVERS_MAX];
	struct sntp_offer o = {.asked = (uint32_t)count};
	struct why why = {0}, last = {0};
	size_t most, n = query_all(servers, count, BUILD_EPOCH, offset, &last);

	if (!agree(offset, n, count, &o.offset, &most)) {
		why_set(&why, "%zu of %zu servers agree, of %zu that answered; "
		    "more than half have to%s%.120s", most, count, n,
		    last.text[0] ? "; " : "", last.text);
		say(said, &why);
		return false;
	}
	o.agree = (uint32_t)most;
	said->text[0] = '\0';
	if (send(STDIN_FILENO, &o, sizeof(o), MSG_NOSIGNAL) != sizeof(o))
		die(EXIT_UNKNOWN, "tell init:");
	return true;
}

/* Three to five quarters of it: a fleet does not ask at once. */
static uint32_t around(uint32_t ms)
{
	uint32_t r = 0;

	if (getrandom(&r, sizeof(r), 0) != sizeof(r))
		r = UINT32_MAX / 2;
	return ms / 4 * 3 + (uint32_t)((uint64_t)(ms / 2) * r / UINT32_MAX);
}

int main(int argc, char **argv)
{
	struct backoff pauses = BACKOFF_DEFAULT;
	struct why said = {0};

	progname = "sntp";
	whole_lines();
	about(argc, argv, USAGE "\n");
	if (argc == 3 && !strcmp(argv[1], "--check")) {
		read_settings(argv[2]);
		finish(EXIT_YES);
	}
	if (argc != 1)
		die(EXIT_USAGE, USAGE);
	read_settings("/proc/cmdline");
	if (count == 0)
		finish(EXIT_YES);
	signal(SIGPIPE, SIG_IGN);
	protect();
	for (;;) {
		uint32_t pause;

		if (look(&said)) {
			pauses.failures = 0;
			pause = around(POLL);
		} else {
			pause = 1000 + backoff_next(&pauses);
		}
		backoff_sleep(pause, INT64_MAX);
	}
}
