/* SPDX-License-Identifier: BSD-2-Clause */
#include "look.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../ospkg/attempt.h"
#include "err.h"
#include "refusal.h"

enum {
	LOOK_TIME = 60000,      /* ms for a descriptor */
	LOAD_TIME = 20 * 60000, /* ms for a package */
	FIRST = 60000, /* ms, or the time between two looks, after a refusal */
};

static struct refusal refusals[UPGRADE_URLS];

/* Of what was found: which URL, and its descriptor. */
static size_t found;
static unsigned char found_seen[OSPKG_HASH];

static bool goes_back(const struct settings *settings,
    const struct verified *v)
{
	if (!settings->number ||
	    settings_number(v->package.cmdline) > settings->number)
		return false;
	warn("refused: the package goes back: its upgrade.number= is not above "
	     "%llu", (unsigned long long)settings->number);
	return true;
}

/* Was it tried here, and given up? */
static bool did_not_do(const struct settings *settings,
    const struct verified *v)
{
	for (size_t i = 0; i < settings->refused_count; i++)
		if (!memcmp(settings->refused[i], v->package.hash, OSPKG_HASH)) {
			warn("refused: this server was in that package already, "
			     "and came back");
			return true;
		}
	return false;
}

static bool is_none(const unsigned char *descriptor)
{
	static const unsigned char none[OSPKG_HASH];

	return !memcmp(descriptor, none, OSPKG_HASH);
}

void look_refused(const struct settings *settings)
{
	uint32_t poll = settings->poll * 1000;

	warn("while this is what is offered, it is not tried again for %u s",
	     refusal_note(&refusals[found], found_seen, clock_now(),
		 poll < FIRST ? FIRST : poll) / 1000);
}

/* Get the package of the i-th URL. As try_url(). */
static int load(const struct settings *settings, size_t i, struct attempt *a,
    struct verified *out, bool *refused)
{
	int status;

	a->deadline = clock_now() + LOAD_TIME;
	memset(a->seen, 0, OSPKG_HASH);
	status = attempt_run(a, out);
	*refused = status == EXIT_NO ||
	    (status == EXIT_YES && (did_not_do(settings, out) ||
		goes_back(settings, out)));
	/* Without an archive nothing was lost, and it may come. */
	found = i;
	memcpy(found_seen, a->seen, OSPKG_HASH);
	if (*refused && !is_none(a->seen))
		look_refused(settings);
	if (status != EXIT_YES || (!*refused &&
	    memcmp(out->package.hash, settings->running, OSPKG_HASH)))
		return status;
	/* Or the descriptor was exchanged in between. */
	close(out->kernel);
	close(out->initramfs);
	return EXIT_NO;
}

/*
 * One URL. EXIT_YES: *out is another package than this one, and verified;
 * EXIT_NO: nothing to do, or refused (*refused), now or before; EXIT_UNKNOWN.
 */
static int try_url(const struct settings *settings,
    const struct trustdir *trust, size_t i, struct verified *out, bool *refused)
{
	unsigned char seen[OSPKG_HASH] = {0};
	struct attempt a = {.url = settings->url[i], .trust = trust,
	    .deadline = clock_now() + LOOK_TIME, .seen = seen};
	int status = attempt_look(&a, settings->running);

	*refused = false;
	if (status == EXIT_YES)
		return EXIT_NO;
	if (status != EXIT_NO)
		return EXIT_UNKNOWN;
	*refused = is_none(seen) ||
	    refusal_holds(&refusals[i], seen, clock_now());
	return *refused ? EXIT_NO : load(settings, i, &a, out, refused);
}

int look(const struct settings *settings, const struct trustdir *trust,
    struct verified *out)
{
	int result = EXIT_UNKNOWN, status;
	bool refused;

	for (size_t i = 0; i < settings->urls; i++) {
		status = try_url(settings, trust, i, out, &refused);
		if (status == EXIT_YES || (status == EXIT_NO && !refused))
			return status;
		if (status == EXIT_NO)
			result = EXIT_NO;
	}
	return result;
}
