/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock by NTP (ntp= of the command line): sntp(8) asks, without any right, and
 * here the clock is set, within bounds. Anybody on the way can forge an answer.
 */
#ifndef MAYFLY_INIT_NTP_H
#define MAYFLY_INIT_NTP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Read the command line. resumes: keys were handed over, so peers know time stamps of
 * this server already.
 */
void ntp_configure(const char *cmdline, bool resumes);

/*
 * May the role start? Before, no peer can have seen a time stamp, so the clock may
 * also be set back. False for some seconds at most, and only with ntp=.
 */
bool ntp_settled(void);

/* Poll this for reading (-1: nothing to poll), then call ntp_events(). */
int ntp_fd(void);
void ntp_events(void);

/* As service_exited() and service_tick(); sntp is started once this is online. */
bool ntp_exited(pid_t pid, int wstatus);
int64_t ntp_tick(bool online);

/* What is done with an answer. */
enum ntp_act {
	NTP_STEP,   /* set the clock */
	NTP_SLEW,   /* make it slower, or a little faster, for a while */
	NTP_BEYOND, /* no: that time cannot be */
	NTP_BACK,   /* no: time stamps would go back */
	NTP_JUMP,   /* no: it was right already, and time does not jump */
};

/* What is known when an answer comes. Times are in ns since 1970. */
struct ntp_state {
	int64_t now, least, most; /* the clock, and its bounds */
	bool back; /* it may be set back: nobody has seen a time stamp */
	bool set;  /* an answer was taken before */
};

/*
 * The clock is behind by offset ns (or ahead, if that is negative): what to do? Never
 * a step back if anybody may have seen a later time, and no step at all of more than a
 * quarter of an hour after the first one.
 */
enum ntp_act ntp_judge(const struct ntp_state *s, int64_t offset);

#endif
