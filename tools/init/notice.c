/* SPDX-License-Identifier: BSD-2-Clause */
#include "notice.h"

#include <string.h>

#include "../net/clock.h"
#include "announce.h"
#include "err.h"

/* The longest pause between two, in milliseconds. */
enum { NOTICE_MAX = 60000 };

/* Say what an uplink without an interface waits for. */
static void say_search(const struct uplink *u, int seconds)
{
	const unsigned char *m = u->conf.mac;
	const char *lacks = u->found ? "no carrier" : "no such interface";

	if (u->conf.select == SELECT_NAME)
		warn("%s: %s after %d s", u->conf.name, lacks, seconds);
	else if (u->conf.select == SELECT_MAC)
		warn("%02x-%02x-%02x-%02x-%02x-%02x: %s after %d s", m[0], m[1],
		     m[2], m[3], m[4], m[5], lacks, seconds);
	else
		warn("no network interface %safter %d s",
		     u->found ? "with carrier " : "", seconds);
}

int64_t uplink_notice(struct uplink *u)
{
	int64_t now = clock_now(), waited = now - u->since;

	if (u->index && (announce_any(u->index) || u->conf.method == IP_LINK)) {
		uplink_wait(u); /* should it lose the address */
		return CLOCK_NEVER;
	}
	if (now < u->notice)
		return u->notice;
	if (u->index)
		warn("%s: no address after %d s", u->name,
		     (int)(waited / 1000));
	else
		say_search(u, (int)(waited / 1000));
	/* As long again as it lasted so far, up to a minute. */
	u->notice = now + (waited < NOTICE_MAX ? waited : NOTICE_MAX);
	return u->notice;
}
