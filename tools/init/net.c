/* SPDX-License-Identifier: BSD-2-Clause */
#include "net.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../net/dhcp6.h"
#include "../net/ipparam.h"
#include "../net/keepout.h"
#include "../net/rdnss.h"
#include "../net/resolv.h"
#include "../net/srcroute.h"
#include "../net/sysctl.h"
#include "../net/uplink.h"
#include "announce.h"
#include "choice.h"
#include "cmdline.h"
#include "devices.h"
#include "dns.h"
#include "err.h"
#include "notice.h"
#include "rtnl.h"
#include "wgmtu.h"
#include "words.h"

enum {
	OPTIONS_MAX = UPLINKS_MAX - CHOICE_SLOTS,
	DHCP_MEMORY = 4 << 20, /* udhcpc, or this program as its hook: 2 */
	/* A client for each family, and one more that ends when the next begins. */
	DHCP_PROCESSES = (2 * UPLINKS_MAX + 1) * UPLINK_PROCESSES,
	LOOK_AGAIN = 5000, /* ms */
	DUMP_TRIES = 10,   /* a change interrupts a dump; it settles */
};

/* Those with an interface of their own, then the slots of choice.h. */
static struct uplink uplink[UPLINKS_MAX];
static struct dhcp6 dhcp6[UPLINKS_MAX]; /* of each */
static size_t named, uplinks;
static char hostname[HOSTNAME_SIZE]; /* of the last ip= that has one */
static struct tunnel tunnel;
static struct nl request, events;
static bool started, changed;
static bool blind; /* the interfaces could not be listed */
static bool routed; /* more than one uplink has had its routes, by source */
static int64_t again = CLOCK_NEVER; /* when to look after an error */
static bool missed; /* notifications about addresses */
static bool intruded; /* an uplink has an address of the tunnel */
static int64_t look_due = CLOCK_NEVER; /* when to look although nothing changed */

static bool add_dns(const struct addr *a)
{
	char text[PREFIX_TEXT];
	struct prefix p = {*a, (unsigned int)addr_size(a->family) * 8};

	if (dns_add(a))
		return true;
	warn("name server %s ignored: there are %d already",
	     prefix_text(&p, text), RESOLV_MAX);
	return false;
}

/* A plain "ip=dhcp": what image definitions have as their default. */
static bool is_plain_dhcp(const struct ip_conf *c)
{
	return c && c->method == IP_DHCP && !c->address.addr.family &&
	       !c->hostname[0] && !c->mtu;
}

static void add_uplink(const struct ip_conf *conf)
{
	if (conf->select == SELECT_ANY) {
		choice_add(conf, DHCP_MEMORY, DHCP_PROCESSES);
		return;
	}
	uplink_init(&uplink[named], conf);
	uplink[named].dhcp.memory = DHCP_MEMORY;
	uplink[named++].dhcp.processes = DHCP_PROCESSES;
}

/* 1 if it, or a part of it, is ignored, after a message. */
static int add_ip(const char *text)
{
	struct ip_conf conf;
	const char *why = ipparam_parse(text, &conf);
	int odd = !why && conf.odd[0];

	/*
	 * A later option replaces the image's default, not adds to it; so does
	 * a mistyped one, for DHCP is not what its author wanted.
	 */
	if (named == 0 && is_plain_dhcp(choice_only()))
		choice_clear();
	if (!why)
		why = keepout_option(&conf, &tunnel);
	if (why) {
		warn("ip=%s ignored: %s", text, why);
		return 1;
	}
	if (named + choice_count() == OPTIONS_MAX) {
		warn("ip=%s ignored: there are %d already", text, OPTIONS_MAX);
		return 1;
	}
	if (odd)
		warn("ip=%s taken, but not all of it: %s", text, conf.odd);
	if (conf.hostname[0])
		snprintf(hostname, sizeof(hostname), "%s", conf.hostname);
	for (int i = 0; i < IPPARAM_DNS; i++)
		if (conf.dns[i].family)
			add_dns(&conf.dns[i]);
	if (conf.method != IP_OFF)
		add_uplink(&conf);
	return odd;
}

/* What names a card of a bond, which has no addresses of its own. Returns 0 or 1. */
static int drop_part(size_t i)
{
	const struct ip_conf *c = &uplink[i].conf;
	struct rtnl_link l = {.ethernet = true};

	memcpy(l.name, c->name, sizeof(l.name));
	memcpy(l.mac, c->mac, sizeof(l.mac));
	if (!devices_is_part(&l))
		return 0;
	warn("an ip= for a card that bond= has, too, is ignored: give the "
	     "address to the bond");
	uplink_init(&uplink[i], &(struct ip_conf){.method = IP_OFF});
	return 1;
}

/* As dracut has it: IPv6 with brackets, or without. */
static bool parse_server(const char *text, struct addr *out)
{
	char inside[PREFIX_TEXT];
	size_t n = strlen(text);

	if (*text != '[')
		return addr_parse(text, out);
	if (n < 3 || n - 2 >= sizeof(inside) || text[n - 1] != ']')
		return false;
	snprintf(inside, sizeof(inside), "%.*s", (int)(n - 2), text + 1);
	return addr_parse(inside, out) && out->family == AF_INET6;
}

static int add_nameserver(const char *text)
{
	struct addr a;

	if (!parse_server(text, &a) || !addr_is_host(&a)) {
		warn("nameserver=%s ignored: it is no address", text);
		return 1;
	}
	if (tunnel_has(&tunnel, &a)) {
		warn("nameserver=%s ignored: it is the tunnel's (wg.address=, "
		     "wg.allow=)", text);
		return 1;
	}
	return add_dns(&a) ? 0 : 1;
}

int net_configure(const char *cmdline)
{
	char copy[CMDLINE_MAX], *rest = copy, *key, *value;
	size_t left = 0;
	bool any = false;
	int ignored = 0;

	snprintf(copy, sizeof(copy), "%s", cmdline);
	tunnel_read(cmdline, &tunnel);
	wgmtu_configure(cmdline);
	while (cmdline_next(&rest, &key, &value)) {
		if (!strcmp(key, "ip")) {
			any = true;
			ignored += add_ip(value ? value : "");
		} else if (!strcmp(key, "nameserver")) {
			ignored += add_nameserver(value ? value : "");
		} else if (!strcmp(key, "vlan")) {
			ignored += devices_add_vlan(value ? value : "");
		} else if (!strcmp(key, "bond")) {
			ignored += devices_add_bond(value ? value : "");
		} else {
			ignored += words_check(key);
		}
	}
	if (!any)
		add_ip("dhcp");
	for (size_t i = 0; i < named; i++) {
		int part = drop_part(i);

		ignored += part;
		left += part == 0;
	}
	left += choice_count();
	if (!left)
		warn("no ip= option left: this server has no network");
	uplinks = named + CHOICE_SLOTS;
	for (size_t i = named; i < uplinks; i++)
		uplink_init(&uplink[i], &(struct ip_conf){.method = IP_OFF});
	for (size_t i = 0; i < uplinks; i++) {
		dhcp6_init(&dhcp6[i]);
		dhcp6[i].service.memory = DHCP_MEMORY;
		dhcp6[i].service.processes = DHCP_PROCESSES;
	}
	return ignored + !left;
}

void net_hostname(void)
{
	if (hostname[0] && sethostname(hostname, strlen(hostname)))
		warn("set host name %s:", hostname);
}

bool net_start(void)
{
	struct rtnl_link lo;

	dns_start();
	if (nl_open(&request, NETLINK_ROUTE, 0) ||
	    nl_open(&events, NETLINK_ROUTE,
		    RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR |
			RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE |
			RTMGRP_IPV6_IFINFO | RDNSS_GROUP)) {
		warn("open netlink:");
		return false;
	}
	if (rtnl_link_find(&request, "lo", &lo) ||
	    rtnl_link_set_up(&request, lo.index, true))
		warn("bring up lo: %s:", request.error);
	started = true;
	changed = true;
	return true;
}

int net_fd(void)
{
	return started ? events.fd : -1;
}

static int event(const struct nlmsghdr *head, const unsigned char *p,
		 size_t len, void *arg)
{
	struct rtnl_addr a;

	(void)arg;
	switch (head->nlmsg_type) {
	case RTM_NEWLINK:
	case RTM_DELLINK:
		changed = true;
		break;
	case RTM_NEWNDUSEROPT:
		dns_router(p, len);
		break;
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		changed |= routed;
		break;
	case RTM_NEWADDR:
	case RTM_DELADDR:
		if (!rtnl_addr_read(p, len, &a))
			break;
		if (head->nlmsg_type == RTM_DELADDR) {
			announce_remove(&a);
			changed = true;
			break;
		}
		for (size_t i = 0; i < uplinks; i++) {
			if (uplink[i].index != a.index)
				continue;
			changed = true; /* for choice.c */
			if (tunnel_has(&tunnel, &a.prefix.addr))
				intruded = true;
			else
				announce_add(uplink[i].name, &a);
			break;
		}
	}
	return 0;
}

void net_events(void)
{
	int result;

	/*
	 * If some were lost, look at everything; but first read those that
	 * still wait, for they are older than what will be seen.
	 */
	do {
		result = nl_events(&events, event, NULL);
		if (result < 0)
			changed = missed = true;
	} while (result > 0 || (result < 0 && errno == ENOBUFS));
}

static void look_again(const char *what)
{
	warn("%s, again in %d s: %s:", what, LOOK_AGAIN / 1000, request.error);
	again = clock_now() + LOOK_AGAIN;
}

/* Announce what is there, as if each address were reported now. */
static void read_addresses(void)
{
	struct ifaddrmsg head = {.ifa_family = AF_UNSPEC};
	struct nl_buf b;
	int tries = 0;

	announce_begin();
	do {
		nl_begin(&b, RTM_GETADDR, NLM_F_DUMP, &head, sizeof(head));
		if (!nl_talk(&request, &b, event, NULL)) {
			announce_end();
			missed = false;
			return;
		}
	} while (errno == EAGAIN && ++tries < DUMP_TRIES);
	look_again("list addresses");
}

/*
 * A router may advertise the tunnel's own network. An uplink's address in it would
 * be the one that peers' connections leave with.
 */
static void drop_intruders(void)
{
	struct rtnl_addrs list = {0};
	char text[PREFIX_TEXT];

	intruded = false;
	if (rtnl_addrs(&request, &list))
		look_again("list addresses");
	for (size_t i = 0; i < list.count; i++) {
		const struct rtnl_addr *a = &list.addr[i];
		bool ours = false;

		for (size_t k = 0; k < uplinks; k++)
			ours |= uplink[k].index == a->index;
		if (!ours || !tunnel_has(&tunnel, &a->prefix.addr))
			continue;
		warn("%s from a router is the tunnel's (wg.address=, "
		     "wg.allow=): removed; look for who advertises it",
		     prefix_text(&a->prefix, text));
		if (rtnl_addr_delete(&request, a) && errno != EADDRNOTAVAIL)
			warn("remove %s: %s:", text, request.error);
	}
	free(list.addr);
}

/* Each of several uplinks answers for itself. */
static void route_by_source(void)
{
	int index[sizeof(uplink) / sizeof(*uplink)];
	size_t n = 0, k;

	for (size_t i = 0; i < uplinks; i++) {
		for (k = 0; k < n && index[k] != uplink[i].index; k++)
			;
		if (k == n && uplink[i].index)
			index[n++] = uplink[i].index;
	}
	if (n < 2 && !routed)
		return;
	routed = n >= 2;
	if (srcroute_sync(&request, index, n)) {
		look_again("route by source");
		routed = true; /* some of it may be there */
	}
}

/* An uplink before this one is on the same card, and asks DHCPv6 there. */
static bool asks_twice(size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (uplink[k].index == uplink[i].index &&
		    (uplink[k].conf.method == IP_DHCP ||
		     uplink[k].conf.method == IP_AUTO6))
			return true;
	return false;
}

/* Look at all interfaces and let each uplink act on what it sees. */
static void look(void)
{
	static const struct uplink none = {.conf.method = IP_OFF};
	static struct rtnl_links links;
	size_t i;

	changed = false;
	again = CLOCK_NEVER;
	blind = rtnl_links(&request, &links) != 0;
	if (blind) {
		look_again("list interfaces");
		return;
	}
	/* Each may have had addresses before it was this uplink's. */
	for (i = 0; i < named; i++)
		if (uplink[i].conf.method != IP_OFF)
			missed |= uplink_step(&uplink[i], &request, links.link,
					      links.count);
	missed |= choice_step(uplink, named, &request, links.link, links.count);
	/* After the uplinks: what a VLAN is on may be one. */
	devices_step(&request, links.link, links.count);
	for (i = 0; i < uplinks; i++)
		dhcp6_step(&dhcp6[i], asks_twice(i) ? &none : &uplink[i],
			   links.link, links.count);
	look_due = wgmtu_step(&request, uplink, uplinks, links.link,
			      links.count);
	if (missed)
		read_addresses();
	route_by_source();
}

int64_t net_step(void)
{
	int64_t due, now = clock_now();
	size_t i;

	if (!started)
		return CLOCK_NEVER;
	if (blind && now < again)
		return again;
	for (i = 0; i < uplinks; i++)
		changed |= uplink[i].retry <= now;
	changed |= clock_min(clock_min(again, look_due),
			     clock_min(choice_due(), devices_due())) <= now;
	if (changed)
		look();
	if (intruded)
		drop_intruders();
	due = clock_min(clock_min(again, look_due),
			clock_min(choice_due(), devices_due()));
	due = clock_min(due, dns_step(uplink, uplinks, &tunnel));
	for (i = 0; i < uplinks; i++) {
		if (uplink[i].conf.method == IP_OFF)
			continue;
		due = clock_min(due, uplink[i].retry);
		due = clock_min(due, service_tick(&uplink[i].dhcp));
		due = clock_min(due, service_tick(&dhcp6[i].service));
		due = clock_min(due, uplink_notice(&uplink[i]));
	}
	/* Addresses that were just read may decide something. */
	return changed ? now : due;
}

bool net_exited(pid_t pid, int wstatus)
{
	for (size_t i = 0; i < uplinks; i++)
		if (service_exited(&uplink[i].dhcp, pid, wstatus) ||
		    service_exited(&dhcp6[i].service, pid, wstatus))
			return true;
	return false;
}

bool net_ready(void)
{
	return announce_any(0);
}

int net_forget_keys(void)
{
	static struct rtnl_links links;
	int deleted = 0;

	if (!started && nl_open(&request, NETLINK_ROUTE, 0)) {
		warn("open netlink:");
		return -1;
	}
	if (rtnl_links(&request, &links)) {
		warn("list interfaces: %s:", request.error);
		return -1;
	}
	for (size_t i = 0; i < links.count; i++) {
		const struct rtnl_link *l = &links.link[i];

		if (strcmp(l->kind, "wireguard"))
			continue;
		if (rtnl_link_delete(&request, l->index))
			warn("delete %s: %s:", l->name, request.error);
		else
			deleted++;
	}
	return deleted;
}
