/* SPDX-License-Identifier: BSD-2-Clause */
#include "options.h"

#include <string.h>

#include "addr.h"
#include "err.h"
#include "flags.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

enum { LOGLEVEL, DRYRUN, DEADLINE, ON_FAIL, NFLAGS };

enum { MINUTES_MAX = 24 * 60 };

static const struct flag flags[NFLAGS] = {
	[LOGLEVEL] = { "loglevel", "LEVEL", "debug says when each stage "
		       "was reached; upstream's others are accepted", "info" },
	[DRYRUN] = { "dryrun", NULL, "stop before the package is loaded", NULL },
	[DEADLINE] = { "deadline", "MINUTES", "for one try at everything", "20" },
	[ON_FAIL] = { "on-fail", "WHAT", "reboot, halt or retry", "reboot" },
};

static const char *const on_fail_names[] = {
	[ON_FAIL_REBOOT] = "reboot",
	[ON_FAIL_HALT] = "halt",
	[ON_FAIL_RETRY] = "retry",
};

static enum on_fail read_on_fail(const char *s)
{
	for (size_t i = 0; i < LEN(on_fail_names); i++)
		if (!strcmp(s, on_fail_names[i]))
			return (enum on_fail)i;
	warn("--on-fail=%s: use reboot, halt or retry; taken for reboot", s);
	return ON_FAIL_REBOOT;
}

/* How many words from argv[0] on are one option with its value. */
static int words(int argc, char **argv)
{
	return argc > 1 && argv[0][0] == '-' && !strchr(argv[0], '=') &&
	    argv[1][0] != '-' ? 2 : 1;
}

/* One option at a time: a mistake in one does not cost those behind it. */
static void read_all(int argc, char **argv, const char **v)
{
	for (size_t f = 0; f < NFLAGS; f++)
		v[f] = flags[f].initial;
	for (int n, i = 1; i < argc; i += n) {
		const char *one[NFLAGS];

		n = words(argc - i, argv + i);
		if (flags_parse(n, argv + i, flags, NFLAGS, one) != FLAGS_OK)
			warn("the kernel command line has that behind --; it "
			     "is left out");
		for (size_t f = 0; f < NFLAGS; f++)
			if (one[f] != flags[f].initial)
				v[f] = one[f];
	}
}

void options_read(int argc, char **argv, struct options *out)
{
	const char *v[NFLAGS];

	read_all(argc, argv, v);
	out->debug = !strcmp(v[LOGLEVEL], "d") ||
	    !strcmp(v[LOGLEVEL], "debug");
	out->dryrun = v[DRYRUN] != NULL;
	out->on_fail = read_on_fail(v[ON_FAIL]);
	if (!number_parse(v[DEADLINE], MINUTES_MAX, &out->minutes) ||
	    out->minutes == 0) {
		warn("--deadline=%s: use 1 to %d minutes; taken for 20",
		    v[DEADLINE], MINUTES_MAX);
		out->minutes = 20;
	}
}
