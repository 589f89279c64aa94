/* SPDX-License-Identifier: BSD-2-Clause */
#include "hook.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
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

/* What was last said of an interface's lease, and the bytes of it. */
#define SAID RESOLV_DHCP_DIR "/said"
enum { SAID_MAX = 512 };

/* Seconds until a server whose lease was refused is asked again. */
enum { ASK_AGAIN = 5 };

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

/* The first line of a file, without its end; "" if there is none. */
static void first_line(const char *path, char out[SAID_MAX])
{
	FILE *f = fopen(path, "re");

	if (!f || !fgets(out, SAID_MAX, f))
		out[0] = '\0';
	out[strcspn(out, "\n")] = '\0';
	if (f)
		fclose(f);
}

/*
 * A line about an interface's lease ("": nothing is wrong), said once: renewals,
 * which may come every 15 s, mostly bring the same again.
 */
static void say(const char *interface, const char *line)
{
	char path[sizeof(SAID) + IFNAMSIZ + 1], safe[SAID_MAX], last[SAID_MAX];
	FILE *f;

	snprintf(path, sizeof(path), "%s.%s", SAID, interface);
	console_safe(line, safe, sizeof(safe));
	first_line(path, last);
	if (!strcmp(last, safe))
		return;
	if (*safe)
		warn("%s", safe);
	f = fopen(path, "we");
	if (f) {
		fputs(safe, f);
		fclose(f); /* cut or not there: it is said again */
	}
}

/* Whether it is udhcpc that runs us, by its own name or as busybox's applet. */
static bool run_by_udhcpc(pid_t parent)
{
	char path[32], name[SAID_MAX];

	snprintf(path, sizeof(path), "/proc/%d/comm", (int)parent);
	first_line(path, name);
	return !strcmp(name, "udhcpc") || !strcmp(name, "busybox");
}

/*
 * udhcpc takes no notice of our exit status: it holds the lease, and would ask
 * again when half of it is over, perhaps in a day, of the same server. So it is
 * told to give it back, and, after a pause in which it waits for us, to begin
 * anew. A refused renewal only makes it ask again: the address that it has may
 * be good for a while.
 */
static void ask_again(bool renewal)
{
	static const struct timespec pause = {.tv_sec = ASK_AGAIN};
	pid_t client = getppid();

	if (!run_by_udhcpc(client))
		return;
	if (!renewal)
		kill(client, SIGUSR2);
	nanosleep(&pause, NULL);
	if (getppid() == client)
		kill(client, SIGUSR1);
}

/*
 * A lease without a mask, or a wrong one, may confirm the address that we have:
 * then that mask goes on.
 */
static bool have_mask(const struct rtnl_link *link, struct lease *l)
{
	struct rtnl_addrs list = {0};
	bool found = false;

	if (!rtnl_addrs(&nl, &list)) {
		for (size_t i = 0; i < list.count && !found; i++) {
			const struct rtnl_addr *a = &list.addr[i];

			found = a->index == link->index &&
			    a->proto == RTPROT_DHCP &&
			    !memcmp(&a->prefix.addr, &l->address.addr,
				    sizeof(a->prefix.addr));
			if (found)
				l->address.len = a->prefix.len;
		}
	}
	free(list.addr);
	return found;
}

/* As keepout_lease(), with what this kernel's command line says of a tunnel. */
static bool keep_out(struct lease *l)
{
	char text[CMDLINE_MAX];
	struct tunnel t;

	if (cmdline_read("/proc/cmdline", text)) {
		warn("read /proc/cmdline:");
		return false;
	}
	tunnel_read(text, &t);
	return keepout_lease(l, &t);
}

/* Read the lease, and say what is wrong with it. */
static int take(const struct rtnl_link *link, struct lease *l)
{
	char line[SAID_MAX] = "", text[PREFIX_TEXT];
	const char *wrong = lease_parse(getenv, l), *v;
	int status = EXIT_NO;

	if ((l->classful || (wrong && !strcmp(wrong, "mask"))) &&
	    have_mask(link, l))
		wrong = NULL;
	if (wrong) {
		v = getenv(wrong);
		if (!v && !strcmp(wrong, "mask"))
			v = getenv("subnet");
		snprintf(line, sizeof(line),
			 "lease on %s refused: bad or missing %s \"%.64s\"; "
			 "asking again every %d s; check the DHCP server",
			 link->name, wrong, v ? v : "", ASK_AGAIN);
	} else if (!keep_out(l)) {
		snprintf(line, sizeof(line),
			 "lease on %s refused: its address %s is the tunnel's "
			 "(wg.address=, wg.allow=); asking again every %d s; "
			 "check the DHCP server, or give the tunnel another "
			 "network",
			 link->name, prefix_text(&l->address, text), ASK_AGAIN);
	} else {
		status = EXIT_YES;
		if (*l->odd)
			snprintf(line, sizeof(line),
				 "lease on %s taken, but not all of it: %s; "
				 "check the DHCP server",
				 link->name, l->odd);
	}
	say(link->name, line);
	return status;
}

/*
 * The address carries the lease time, so the kernel drops it even if udhcpc
 * should be gone by then. An old one goes before the new one comes: in the same
 * network the new one would be its secondary, and be deleted along with it.
 */
static int configure(const struct rtnl_link *link)
{
	struct rtnl_addr_how how = {.proto = RTPROT_DHCP};
	struct lease l;
	int status;

	if (take(link, &l))
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
		if (status == EXIT_NO)
			ask_again(!strcmp(argv[1], "renew"));
	} else {
		warn("unknown event \"%s\"", argv[1]);
		status = EXIT_USAGE;
	}
	nl_close(&nl);
	return status;
}
