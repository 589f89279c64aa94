/* SPDX-License-Identifier: BSD-2-Clause */
#include "health.h"

#include <linux/capability.h>
#include <signal.h>

#include "../net/clock.h"
#include "../net/supervise.h"
#include "../ospkg/kept.h"
#include "err.h"
#include "role.h"

enum { TIME = 30000 /* ms, for each */ };
enum { ROLES, OTHER, PROGRAMS };

static struct service services[PROGRAMS] = {
    /* To look at the interface needs what making it needs. */
    [ROLES] = {.name = "the role's health",
	       .restart = RESTART_NEVER,
	       .uid = UID_ROLE,
	       .caps = UINT64_C(1) << CAP_NET_ADMIN},
    [OTHER] = {.name = "the image's check",
	       .restart = RESTART_NEVER,
	       .uid = UID_ROLE},
};
static const int line[PROGRAMS] = {[ROLES] = ROLE_HEALTH, [OTHER] = ROLE_CHECK};
static bool all;

/* Of nobody, as if it had ended well, and it says nothing. */
static void run(int which)
{
	struct service *s = &services[which];

	s->argv = role_line(line[which]);
	s->state = SERVICE_IDLE;
	if (s->argv)
		service_start(s, -1);
}

void health_ask(bool both)
{
	all = both;
	services[OTHER].state = SERVICE_IDLE;
	services[OTHER].argv = role_line(line[OTHER]); /* not asked is not well */
	run(ROLES);
	if (all && services[ROLES].state != SERVICE_RUNS)
		run(OTHER);
}

bool health_asks(void)
{
	return services[ROLES].state == SERVICE_RUNS ||
	       services[OTHER].state == SERVICE_RUNS;
}

uint8_t health_status(void)
{
	const struct service *s = &services[ROLES];

	return s->argv && s->state == SERVICE_ENDED && s->status < KEPT_ANY
		   ? (uint8_t)s->status
		   : KEPT_ANY;
}

bool health_as_good_as(uint8_t former)
{
	/* 0 and 1 both serve: with a list, nobody need be there just now. */
	return !services[ROLES].argv || former == KEPT_ANY ||
	       health_status() <= (former > 1 ? former : 1);
}

bool health_checked(void)
{
	const struct service *s = &services[OTHER];

	return !s->argv || (s->state == SERVICE_ENDED && s->status == EXIT_YES);
}

bool health_exited(pid_t pid, int wstatus)
{
	if (service_exited(&services[ROLES], pid, wstatus)) {
		if (all)
			run(OTHER);
		return true;
	}
	return service_exited(&services[OTHER], pid, wstatus);
}

int64_t health_tick(void)
{
	int64_t due = CLOCK_NEVER;

	for (int i = 0; i < PROGRAMS; i++) {
		const struct service *s = &services[i];

		if (s->state != SERVICE_RUNS)
			continue;
		if (clock_now() >= s->started + TIME) {
			kill(s->pid, SIGKILL);
			due = clock_min(due, clock_now() + 1000);
		} else {
			due = clock_min(due, s->started + TIME);
		}
	}
	return due;
}
