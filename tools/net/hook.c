/* SPDX-License-Identifier: BSD-2-Clause */
#include "hook.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmdline.h"
#include "console.h"
#include "err.h"
#include "ipparam.h"
#include "keepout.h"
#include "lease.h"
#include "resolv.h"
#include "rtnl.h"
#include "supervise.h"

static struct nl nl;
static char resolv[sizeof(RESOLV_DHCP) + IFNAMSIZ] = RESOLV_DHCP;

static int complain(const char *what, const char *interface)
{
	warn("%s on %s%s%s:", what, interface, *nl.error ? ": " : "", nl.error);
	return EXIT_UNKNOWN;
}

/* Take back what a lease gave: addresses and routes marked as DHCP's. */
static int deconfigure(const struct rtnl_link *link)
{
	if (rtnl_route_flush(&nl, link->index, AF_INET, RTPROT_DHCP, NULL, 0))
		return complain("remove routes", link->name);
	if (rtnl_addr_flush(&nl, link->index, AF_INET, RTPROT_DHCP, NULL))
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

/* As keepout_lease(), with what this kernel's command line says of a tunnel. */
static int keep_out(struct lease *l, const char *interface)
{
	char text[CMDLINE_MAX];
	struct tunnel t;

	if (cmdline_read("/proc/cmdline", text)) {
		warn("read /proc/cmdline:");
		return -1;
	}
	tunnel_read(text, &t);
	return keepout_lease(l, &t, interface);
}

/*
 * The address carries the lease time, so the kernel drops it even if udhcpc
 * should be gone by then. An old one goes before the new one comes: in the same
 * network the new one would be its secondary, and be deleted along with it.
 */
static int configure(const struct rtnl_link *link)
{
	struct rtnl_addr_how how = {.proto = RTPROT_DHCP};
	char text[128];
	const char *wrong, *v;
	struct lease l;
	int status;

	wrong = lease_parse(getenv, &l);
	if (wrong) {
		v = getenv(wrong);
		warn("lease on %s refused: bad or missing %s \"%s\"; "
		     "check the DHCP server",
		     link->name, wrong,
		     v ? console_safe(v, text, sizeof(text)) : "");
		return EXIT_NO;
	}
	if (keep_out(&l, link->name))
		return EXIT_NO;
	how.seconds = l.seconds;
	if (l.mtu && rtnl_link_set_mtu(&nl, link->index, l.mtu))
		complain("set the MTU", link->name);
	if (rtnl_addr_flush(&nl, link->index, AF_INET, RTPROT_DHCP, &l.address))
		complain("remove the old address", link->name);
	if (rtnl_addr_add(&nl, link->index, &l.address, &how))
		return complain("add the address", link->name);
	status = apply_routes(link, &l);
	if (resolv_write(resolv, l.dns, l.dns_count, NULL)) {
		warn("write %s:", resolv);
		status = EXIT_UNKNOWN;
	}
	return status;
}

int hook_main(int argc, char **argv, bool by_interface)
{
	const char *name = getenv("interface");
	struct rtnl_link link;
	int status;

	progname = "dhcp-hook";
	/* udhcpc is muted; our own messages go to the console (supervise.h). */
	if (dup2(CONSOLE_FD, STDERR_FILENO) >= 0)
		fcntl(CONSOLE_FD, F_SETFD, FD_CLOEXEC);
	if (argc < 2 || !name || !ifname_valid(name)) {
		warn("usage: interface=NAME dhcp-hook EVENT, run by udhcpc");
		return EXIT_USAGE;
	}
	if (by_interface)
		snprintf(resolv, sizeof(resolv), "%s.%s", RESOLV_DHCP, name);
	if (!strcmp(argv[1], "nak"))
		warn("the DHCP server refused our address on %s", name);
	if (!strcmp(argv[1], "nak") || !strcmp(argv[1], "leasefail"))
		return EXIT_YES; /* udhcpc tries again; init tells the wait */
	if (nl_open(&nl, NETLINK_ROUTE, 0) || rtnl_link_find(&nl, name, &link))
		return complain("look up the interface", name);
	if (!strcmp(argv[1], "deconfig")) {
		status = deconfigure(&link);
	} else if (!strcmp(argv[1], "bound") || !strcmp(argv[1], "renew")) {
		status = configure(&link);
	} else {
		warn("unknown event \"%s\"", argv[1]);
		status = EXIT_USAGE;
	}
	nl_close(&nl);
	return status;
}
