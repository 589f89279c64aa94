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

void options_read(int argc, char **argv, struct options *out)
{
	const char *v[NFLAGS];

	if (flags_parse(argc - 1, argv + 1, flags, NFLAGS, v) != FLAGS_OK)
		warn("the options after -- on the kernel command line are not "
		     "all understood");
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
