/* SPDX-License-Identifier: BSD-2-Clause */
#include "hook.h"

#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "hookfile.h"
#include "hookwait.h"
#include "ipparam.h"
#include "resolv.h"
#include "rtnl.h"
#include "supervise.h"
#include "take.h"

static struct nl nl;

static int complain(const char *what, const char *interface)
{
	warn("%s on %s%s%s:", what, interface, *nl.error ? ": " : "", nl.error);
	return EXIT_UNKNOWN;
}

/* Name servers come first: who sees the address can ask. */
static int write_dns(const struct rtnl_link *link, int family,
		     const struct addr *dns, size_t count)
{
	struct resolv list = {.count = 0};
	char path[RESOLV_PATH];

	resolv_path(family, link->name, path);
	for (size_t i = 0; i < count; i++)
		resolv_add(&list, &dns[i], link->name);
	if (!resolv_write(path, &list))
		return EXIT_YES;
	warn("write %s:", path);
	return EXIT_UNKNOWN;
}

/*
 * Set the MTU that a lease asks for; 0: none, so that the one which the link had
 * before there was one comes back.
 */
static void set_mtu(const struct rtnl_link *link, uint32_t mtu)
{
	char line[HOOKFILE_MAX];
	unsigned long before;

	hookfile_read("mtu", link->name, line);
	if (!number_parse(line, UINT16_MAX, &before))
		before = 0;
	if (mtu && !before) {
		snprintf(line, sizeof(line), "%u", link->mtu);
		hookfile_write("mtu", link->name, line);
	}
	if (!mtu && before) {
		hookfile_write("mtu", link->name, "");
		mtu = (uint32_t)before;
	}
	if (mtu && mtu != link->mtu &&
	    rtnl_link_set_mtu(&nl, link->index, mtu))
		complain("set the MTU", link->name);
}

/* Take back what a lease gave: addresses and routes marked as DHCP's. */
static int deconfigure(const struct rtnl_link *link, int family)
{
	char path[RESOLV_PATH];

	unlink(resolv_path(family, link->name, path));
	if (family == AF_INET) {
		set_mtu(link, 0);
		if (rtnl_route_flush(&nl, link->index, AF_INET, RTPROT_DHCP,
				     NULL, 0))
			return complain("remove routes", link->name);
	}
	if (rtnl_addr_flush(&nl, link->index, family, RTPROT_DHCP, NULL))
		return complain("remove addresses", link->name);
	return EXIT_YES;
}

static int apply_routes(const struct rtnl_link *link, const struct lease *l)
{
	struct rtnl_route route[LEASE_ROUTES];
	int status = EXIT_YES;
	size_t i;

	for (i = 0; i < l->route_count; i++) {
		route[i] = (struct rtnl_route){
		    .index = link->index,
		    .dst = l->route[i].dst,
		    .gateway = l->route[i].gateway,
		    .proto = RTPROT_DHCP,
		};
		/* Clouds give a /32 and a gateway outside of it. */
		route[i].onlink =
		    route[i].gateway.family &&
		    !prefix_contains(&l->address, &route[i].gateway);
	}
	if (rtnl_route_flush(&nl, link->index, AF_INET, RTPROT_DHCP, route,
			     l->route_count))
		status = complain("remove old routes", link->name);
	for (i = 0; i < l->route_count; i++)
		if (rtnl_route_add(&nl, &route[i]))
			status = complain("add route", link->name);
	return status;
}

/*
 * The address carries the lease time, so the kernel drops it even if the client
 * should be gone by then. An old one goes before the new one comes: in the same
 * network the new one would be its secondary, and be deleted along with it.
 */
static int set_address(const struct rtnl_link *link, const struct prefix *p,
		       uint32_t seconds)
{
	struct rtnl_addr_how how = {.proto = RTPROT_DHCP, .seconds = seconds};

	if (rtnl_addr_flush(&nl, link->index, p->addr.family, RTPROT_DHCP, p))
		complain("remove the old address", link->name);
	if (rtnl_addr_add(&nl, link->index, p, &how))
		return complain("add the address", link->name);
	return EXIT_YES;
}

static int configure(const struct rtnl_link *link, bool renewal)
{
	struct lease l;
	int status = take_lease(&nl, link, &l), dns;

	if (status != EXIT_YES) {
		hookwait_refused(renewal);
		return status;
	}
	set_mtu(link, l.mtu);
	dns = write_dns(link, AF_INET, l.dns, l.dns_count);
	status = set_address(link, &l.address, l.seconds);
	if (status == EXIT_YES)
		status = apply_routes(link, &l);
	return status == EXIT_YES ? dns : status;
}

static int configure6(const struct rtnl_link *link, bool renewal)
{
	struct lease6 l;
	int status = take_lease6(link, &l), dns;

	if (status != EXIT_YES) {
		hookwait_refused(renewal);
		return status;
	}
	dns = write_dns(link, AF_INET6, l.dns, l.dns_count);
	if (l.address.addr.family)
		status = set_address(link, &l.address, l.seconds);
	return status == EXIT_YES ? dns : status;
}

static int handle(const char *event, const struct rtnl_link *link, int family)
{
	const char *wait = family == AF_INET ? "wait4" : "wait6";
	bool renewal = !strcmp(event, "renew");

	if (!strcmp(event, "nak")) {
		warn("the DHCP server refused our address on %s", link->name);
		return EXIT_YES; /* it tries again */
	}
	if (!strcmp(event, "leasefail")) {
		hookwait_unanswered(wait, link); /* init tells the wait */
		return EXIT_YES;
	}
	if (strcmp(event, "deconfig") && strcmp(event, "bound") && !renewal) {
		warn("unknown event \"%s\"", event);
		return EXIT_USAGE;
	}
	hookwait_over(wait, link->name);
	if (!strcmp(event, "deconfig"))
		return deconfigure(link, family);
	return family == AF_INET ? configure(link, renewal)
				 : configure6(link, renewal);
}

int hook_main(int argc, char **argv, int family)
{
	const char *name = getenv("interface");
	struct rtnl_link link;
	int status;

	progname = family == AF_INET ? "dhcp-hook" : "dhcp6-hook";
	/* The client is muted; our own messages go to the console (supervise.h). */
	if (dup2(CONSOLE_FD, STDERR_FILENO) >= 0)
		fcntl(CONSOLE_FD, F_SETFD, FD_CLOEXEC);
	if (argc < 2 || !name || !ifname_valid(name)) {
		warn("usage: interface=NAME %s EVENT, run by the DHCP client",
		     progname);
		return EXIT_USAGE;
	}
	if (nl_open(&nl, NETLINK_ROUTE, 0) || rtnl_link_find(&nl, name, &link))
		return complain("look up the interface", name);
	status = handle(argv[1], &link, family);
	nl_close(&nl);
	return status;
}
