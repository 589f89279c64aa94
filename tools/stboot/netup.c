/* SPDX-License-Identifier: BSD-2-Clause */
#include "netup.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>

#include "../net/clock.h"
#include "../net/hook.h"
#include "../net/rdnss.h"
#include "err.h"
#include "netdns.h"
#include "netstate.h"

enum {
	LOOK = 500,	   /* ms: look at everything at least so often */
	LOOK_SOON = 20,	   /* ms: the same while the hook writes its files */
	GRACE = 4000,	   /* ms: for DHCP, once a router gave an address */
	SAY_AFTER = 1000,  /* ms: a wait shorter than this is not said */
	SAY_AGAIN = 10000, /* ms: first pause; then twice as long each time */
	SAY_AGAIN_MAX = 60000,
};

/* What the kernel says now. */
static struct {
	struct rtnl_links links;
	struct rtnl_addrs addrs;
} seen;

static struct netstate state;
static struct rdnss routers[RDNSS_ROUTERS];
static struct nl request, events;
static bool opened;

/* What was said about waiting. */
static struct {
	char text[WAIT_TEXT];
	int64_t since, due, pause;
} said;

static int start(const struct netconf *conf, struct why *why)
{
	struct rtnl_link lo;

	if (!opened && (nl_open(&request, NETLINK_ROUTE, 0) ||
			nl_open(&events, NETLINK_ROUTE,
				RTMGRP_LINK | RTMGRP_IPV4_IFADDR |
				    RTMGRP_IPV6_IFADDR | RDNSS_GROUP))) {
		why_set(why, "open netlink: %s", strerror(errno));
		return -1;
	}
	opened = true;
	memset(routers, 0, sizeof(routers));
	memset(&said, 0, sizeof(said));
	netdns_prepare();
	/* The C library's resolver asks by way of lo which families there are. */
	if (rtnl_link_find(&request, "lo", &lo) ||
	    rtnl_link_set_up(&request, lo.index, true))
		warn("bring up lo: %s:", request.error);
	netstate_init(&state, conf);
	return 0;
}

static bool usable(const struct rtnl_addr *a, int index)
{
	return a->index == index && rtnl_addr_usable(a) &&
	       !(a->flags & IFA_F_DEPRECATED);
}

/* The fixed address turned out to be another host's. */
static bool duplicate(const struct uplink *u)
{
	for (size_t i = 0; i < seen.addrs.count; i++)
		if (seen.addrs.addr[i].index == u->index &&
		    seen.addrs.addr[i].flags & IFA_F_DADFAILED &&
		    !memcmp(&seen.addrs.addr[i].prefix.addr, &u->conf.address.addr,
			    sizeof(struct addr)))
			return true;
	return false;
}

enum { NOTHING, SOMETHING, ALL };

/*
 * How far a card is. SOMETHING is enough after a while: an address of a router
 * without one of DHCP, or one without a way further.
 */
static int progress(const struct uplink *u)
{
	bool have[2] = {false, false}, way = false;
	bool fixed = u->conf.method == IP_STATIC;

	if (!u->index || !u->carrier || !u->addressed)
		return NOTHING;
	for (size_t i = 0; i < seen.addrs.count; i++) {
		const struct rtnl_addr *a = &seen.addrs.addr[i];

		if (usable(a, u->index) &&
		    (!fixed || !memcmp(&a->prefix.addr, &u->conf.address.addr,
				       sizeof(a->prefix.addr))))
			have[a->prefix.addr.family == AF_INET6] = true;
	}
	if (!have[0] && !have[1])
		return NOTHING;
	if (fixed)
		return ALL; /* its route was added along with it */
	/* The hook writes the name servers last. */
	if (have[0] && netdns_leased(u->name) &&
	    !rtnl_route_default(&request, u->index, AF_INET, &way) && way)
		return ALL;
	return SOMETHING;
}

/* The card that has what is needed, or NULL. */
static struct uplink *winner(int64_t *first)
{
	struct uplink *second = NULL;

	for (size_t i = 0; i < state.cards; i++) {
		int p = progress(&state.card[i]);

		if (p == ALL)
			return &state.card[i];
		if (p == SOMETHING && !second)
			second = &state.card[i];
	}
	if (!second) {
		*first = CLOCK_NEVER;
		return NULL;
	}
	if (*first == CLOCK_NEVER)
		*first = clock_now();
	return clock_now() - *first >= GRACE ? second : NULL;
}

/* The other cards were only tried. */
static void drop_others(const struct uplink *keep)
{
	netstate_end_children(&state, keep);
	if (state.conf->bond[0])
		return;
	for (size_t i = 0; i < seen.links.count; i++) {
		const struct rtnl_link *l = &seen.links.link[i];

		if (l->ethernet && l->up && l->index != keep->index &&
		    rtnl_link_set_up(&request, l->index, false))
			warn("set %s down: %s:", l->name, request.error);
	}
}

static void settle(const struct uplink *u)
{
	bool way[2] = {false, false};
	char text[PREFIX_TEXT];
	size_t i;

	drop_others(u);
	for (i = 0; i < seen.addrs.count; i++)
		if (usable(&seen.addrs.addr[i], u->index))
			warn("address interface=%s address=%s", u->name,
			     prefix_text(&seen.addrs.addr[i].prefix, text));
	rtnl_route_default(&request, u->index, AF_INET, &way[0]);
	rtnl_route_default(&request, u->index, AF_INET6, &way[1]);
	if (!way[0] && !way[1])
		warn("no default route on %s: only its own network can be "
		     "reached",
		     u->name);
	rdnss_expire(routers, clock_now());
	netdns_write(state.conf, u->name, rdnss_find(routers, u->index));
}

static void say_wait(void)
{
	int64_t now = clock_now();
	char text[WAIT_TEXT];

	netstate_waits(&state, seen.links.link, seen.links.count, text);
	if (strcmp(text, said.text)) {
		strcpy(said.text, text); /* same size */
		said.since = now;
		said.due = now + SAY_AFTER;
		said.pause = SAY_AGAIN;
	}
	if (now < said.due)
		return;
	if (said.pause == SAY_AGAIN)
		warn("waiting for %s", text);
	else
		warn("waiting for %s (%d s)", text,
		     (int)((now - said.since) / 1000));
	said.due = now + said.pause;
	said.pause = said.pause * 2 < SAY_AGAIN_MAX ? said.pause * 2
						    : SAY_AGAIN_MAX;
}

static int event(const struct nlmsghdr *head, const unsigned char *p,
		 size_t len, void *arg)
{
	(void)arg;
	/* Whatever else happened is seen when everything is looked at. */
	if (head->nlmsg_type == RTM_NEWNDUSEROPT)
		rdnss_read(routers, p, len, clock_now());
	return 0;
}

/* Routes and what the DHCP hook writes are no events of ours. */
static void wait_for_event(int64_t deadline, int look)
{
	struct pollfd p = {.fd = events.fd, .events = POLLIN};
	int64_t left = deadline - clock_now();
	int result;

	poll(&p, 1, left < 0 ? 0 : left < look ? (int)left : look);
	do {
		result = nl_events(&events, event, NULL);
	} while (result > 0 || (result < 0 && errno == ENOBUFS));
}

/* One look and what follows. Returns 1 when done, 0, or -1: it cannot work. */
static int step(int64_t *first, struct why *why)
{
	struct uplink *u;

	/* A look that changes interrupt is taken again. */
	if (rtnl_links(&request, &seen.links))
		return 0;
	if (netstate_step(&state, &request, seen.links.link, seen.links.count)) {
		why_set(why, "the bond's name, %s, is that of a network card",
			state.conf->bond);
		return -1;
	}
	netstate_children(&state);
	if (rtnl_addrs(&request, &seen.addrs))
		return 0;
	if (state.chosen && duplicate(state.chosen)) {
		why_set(why, "the address of the host configuration is used "
			     "by another host");
		return -1;
	}
	u = winner(first);
	if (u)
		settle(u);
	return u != NULL;
}

int net_up(const struct netconf *conf, int64_t deadline, struct why *why)
{
	int64_t first = CLOCK_NEVER;
	int result;

	if (start(conf, why))
		return -1;
	for (;;) {
		result = step(&first, why);
		if (result > 0)
			return 0;
		if (result < 0)
			break;
		say_wait();
		if (clock_now() >= deadline) {
			why_set(why, "no network: still waiting for %s",
				said.text);
			break;
		}
		wait_for_event(deadline, first == CLOCK_NEVER ? LOOK : LOOK_SOON);
	}
	net_down();
	return -1;
}

void net_down(void)
{
	size_t i;

	netstate_end_children(&state, NULL);
	if (!opened && nl_open(&request, NETLINK_ROUTE, 0)) {
		warn("open netlink:");
		return;
	}
	if (state.bond.index && rtnl_link_delete(&request, state.bond.index))
		warn("delete the bond: %s:", request.error);
	state.bond.index = 0;
	if (rtnl_links(&request, &seen.links)) {
		warn("list interfaces: %s:", request.error);
		return;
	}
	for (i = 0; i < seen.links.count; i++)
		if (seen.links.link[i].ethernet && seen.links.link[i].up &&
		    rtnl_link_set_up(&request, seen.links.link[i].index, false))
			warn("set %s down: %s:", seen.links.link[i].name,
			     request.error);
	if (!opened)
		nl_close(&request);
}

int net_hook(int argc, char **argv, int family)
{
	return hook_main(argc, argv, family);
}
