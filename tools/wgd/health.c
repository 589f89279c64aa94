/* SPDX-License-Identifier: BSD-2-Clause */
#include "health.h"

#include <errno.h>
#include <stdbool.h>
#include <time.h>

#include "calls.h"
#include "complain.h"
#include "device.h"
#include "err.h"
#include "keep.h"
#include "make.h"

enum {
	SESSION = 180, /* s: REJECT_AFTER_TIME */
	TRIES = 5,     /* peers may change while they are listed */
};

struct search {
	int64_t since;
	bool found;
};

static void look_at(const struct device_peer *p, void *arg)
{
	struct search *s = arg;

	s->found |= p->seconds >= s->since && p->seconds > 0;
}

int health(struct nl *route)
{
	static struct device d;
	struct search s = {.since = time(NULL) - SESSION};
	struct rtnl_link link;
	int bad, status = EXIT_YES;

	calls_of_once(false);
	if (rtnl_link_find(route, MAKE_INTERFACE, &link))
		return complain("find " MAKE_INTERFACE, route->error);
	bad = device_open(&d, link.index) || device_dump(&d, look_at, &s);
	for (int i = 1; i < TRIES && bad && errno == EAGAIN; i++)
		bad = device_dump(&d, look_at, &s);
	if (bad)
		status = complain("look at the peers", d.genl.error);
	device_close(&d);
	if (status != EXIT_YES)
		return status;
	return s.found ? HEALTH_PEER
	       : keep_got_list(&link) ? HEALTH_LIST : HEALTH_NOBODY;
}
