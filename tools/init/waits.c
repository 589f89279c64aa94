/* SPDX-License-Identifier: BSD-2-Clause */
#include "waits.h"

#include <string.h>

#include "../net/clock.h"
#include "../wg/alias.h"
#include "err.h"
#include "rtnl.h"

enum { FIRST = 10000, MOST = 3600000 }; /* ms */

static struct nl nl;
static struct rtnl_links links;

/* -1 after a message: nobody knows, and nothing is to wait for that. */
static int look(void)
{
	static bool open;

	if (!open && nl_open(&nl, NETLINK_ROUTE, 0)) {
		warn("open netlink:");
		return -1;
	}
	open = true;
	if (!rtnl_links(&nl, &links))
		return 0;
	warn("list interfaces: %s:", nl.error);
	return -1;
}

bool waits_for_list(void)
{
	if (look())
		return false;
	for (size_t i = 0; i < links.count; i++)
		if (!strcmp(links.link[i].kind, "wireguard") &&
		    !strcmp(links.link[i].alias, ALIAS_WAITS))
			return true;
	return false;
}

int64_t waits_notice(void)
{
	static int64_t since, due;
	int64_t now = clock_now(), waited;

	if (!since) {
		since = now;
		due = now + FIRST;
	}
	if (now < due)
		return due;
	waited = now - since;
	warn("not ready after %d s: no list of peers has come yet (wg.peers=, "
	     "/etc/peers/url); asking on", (int)(waited / 1000));
	due = now + (waited < MOST ? waited : MOST);
	return due;
}
