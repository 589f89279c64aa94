/* SPDX-License-Identifier: BSD-2-Clause */
#include "ntp.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>

#include "../net/clock.h"
#include "../net/clocknote.h"
#include "../net/supervise.h"
#include "../net/sysclock.h"
#include "../sntp/offer.h"
#include "cmdline.h"
#include "err.h"
#include "walltime.h"

#define SECOND INT64_C(1000000000)

enum {
	WAIT = 15000,		 /* ms that the role waits for a first answer */
	YEARS = 5,		 /* after the least that is known */
	YEAR = 366 * 86400,	 /* seconds */
	NEAR = 1000,		 /* seconds: no more once it was right */
	SMALL = 500 * 1000 * 1000, /* ns that are not worth a step */
};

static const char *const argv[] = {"/bin/sntp", NULL};
static struct service service = {
    .name = "sntp",
    .argv = argv,
    .restart = RESTART_FAILED,
    .uid = UID_TIME,
};

static int ours = -1, theirs = -1; /* the socket's two ends */
static bool wanted, resumes, taken, settled;
static int64_t since; /* of the wait, clock_now() */

void ntp_configure(const char *cmdline, bool keys_known)
{
	char value[1]; /* what it says is for the program */

	wanted = cmdline_find(cmdline, "ntp", CMDLINE_LAST, value,
	    sizeof(value)) != 0;
	resumes = keys_known;
	settled = !wanted || resumes;
	since = clock_now();
}

bool ntp_settled(void)
{
	settled = settled || clock_now() - since >= WAIT;
	return settled;
}

int ntp_fd(void)
{
	return ours;
}

enum ntp_act ntp_judge(const struct ntp_state *s, int64_t offset)
{
	/* Whoever forges it: no sum overflows. */
	if (offset < s->least - s->now || offset > s->most - s->now)
		return NTP_BEYOND;
	if (llabs(offset) < SMALL)
		return NTP_SLEW;
	if (s->set && llabs(offset) > NEAR * SECOND)
		return offset < 0 ? NTP_BACK : NTP_JUMP;
	if (offset > 0 || s->back)
		return NTP_STEP;
	return offset >= -NEAR * SECOND ? NTP_SLEW : NTP_BACK;
}

static int step(int64_t t)
{
	struct timespec to = {.tv_sec = t / SECOND, .tv_nsec = t % SECOND};

	return clock_settime(CLOCK_REALTIME, &to);
}

/* Half a thousandth slower or faster, until it is so much: it never goes back. */
static int slew(int64_t offset)
{
	struct timeval by = {.tv_sec = offset / SECOND,
			     .tv_usec = offset % SECOND / 1000};

	return adjtime(&by, NULL);
}

static void note(void)
{
	static const struct clocknote by_ntp = {0, "set by NTP"};

	clocknote_set(&by_ntp);
	if (clocknote_write(CLOCKNOTE_FILE))
		warn("write " CLOCKNOTE_FILE ":");
}

static void refuse(const struct sntp_offer *o, int64_t now, const char *why)
{
	char is[CLOCKNOTE_TIME], says[CLOCKNOTE_TIME];

	warn("clock: %s UTC; %u of %u servers of ntp= say %s UTC, which is not "
	     "taken: %s", clocknote_time(now / SECOND, is), o->agree, o->asked,
	    o->offset < 0 || now < INT64_MAX - o->offset ?
		clocknote_time((now + o->offset) / SECOND, says) : "a time that "
		"cannot be", why);
}

static void act(const struct sntp_offer *o)
{
	char was[CLOCKNOTE_TIME], is[CLOCKNOTE_TIME];
	struct timespec t;
	struct ntp_state s = {
	    .least = walltime_least() * SECOND,
	    .most = (walltime_least() + (int64_t)YEARS * YEAR) * SECOND,
	    .back = !ntp_settled(),
	    .set = taken,
	};

	clock_gettime(CLOCK_REALTIME, &t);
	s.now = (int64_t)t.tv_sec * SECOND + t.tv_nsec;
	switch (ntp_judge(&s, o->offset)) {
	case NTP_BEYOND:
		refuse(o, s.now, "it is before what is known, or years after it; "
		    "somebody may forge answers");
		return;
	case NTP_BACK:
		refuse(o, s.now, "a peer refuses time stamps that go back; boot "
		    "again if they are right");
		return;
	case NTP_JUMP:
		refuse(o, s.now, "the clock was right before; somebody may forge "
		    "answers");
		return;
	case NTP_SLEW:
		if (slew(o->offset))
			warn("adjust the clock:");
		break;
	case NTP_STEP:
		if (step(s.now + o->offset)) {
			warn("set the clock:");
			return;
		}
		warn("clock: %s UTC, set to %s UTC, as %u of %u servers of ntp= "
		     "say", clocknote_time(s.now / SECOND, was),
		    clocknote_time((s.now + o->offset) / SECOND, is), o->agree,
		    o->asked);
	}
	taken = settled = true;
	note();
}

void ntp_events(void)
{
	struct sntp_offer o;
	ssize_t n;

	/* One: who sends without end is not to hold process 1. */
	n = recv(ours, &o, sizeof(o), MSG_DONTWAIT);
	if (n == (ssize_t)sizeof(o))
		act(&o);
}

bool ntp_exited(pid_t pid, int wstatus)
{
	return service_exited(&service, pid, wstatus);
}

static void start(void)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair)) {
		warn("no time from ntp=: make a socket:");
		return;
	}
	ours = pair[0];
	theirs = pair[1]; /* kept: it may be started again */
	service_start(&service, theirs);
}

int64_t ntp_tick(bool online)
{
	int64_t due = ntp_settled() ? CLOCK_NEVER : since + WAIT;

	if (!wanted)
		return CLOCK_NEVER;
	if (online && service.state == SERVICE_IDLE)
		start();
	/* With wrong settings, or none, there is nothing to wait for. */
	if (service.state == SERVICE_ENDED)
		settled = true;
	return clock_min(due, service_tick(&service));
}
