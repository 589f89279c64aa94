/* SPDX-License-Identifier: BSD-2-Clause */
#include "uplink.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "clock.h"
#include "err.h"
#include "seccomp.h"
#include "sysctl.h"

enum {
	RETRY = 5000,	  /* ms: again after an error */
	RA_METRIC = 1024, /* the kernel's for routes that routers advertise */
};

/* udhcpc: raw socket before there is an address, port 68, and its hook. */
#define DHCP_CAPS                                                              \
	(UINT64_C(1) << CAP_NET_RAW | UINT64_C(1) << CAP_NET_ADMIN |           \
	 UINT64_C(1) << CAP_NET_BIND_SERVICE)

/* What udhcpc does, and what its hook does, which runs under the same limit. */
static const struct seccomp_rule dhcp_calls[] = {
	ALLOW(execve), ALLOW(arch_prctl), ALLOW(set_tid_address), ALLOW(poll),
	ALLOW(ppoll), ALLOW(select), ALLOW(open), ALLOW(fcntl), ALLOW(dup),
	ALLOW(dup2), ALLOW(lseek), ALLOW(fstat), ALLOW(getpid), ALLOW(gettid),
	ALLOW_IF(socket, 0, ALL_BITS, AF_INET),
	ALLOW_IF(socket, 0, ALL_BITS, AF_PACKET),
	ALLOW_IF(socket, 0, ALL_BITS, AF_NETLINK),
	ALLOW(bind), ALLOW(connect), ALLOW(setsockopt), ALLOW(sendto),
	ALLOW(sendmsg), ALLOW(recvfrom), ALLOW(recvmsg),
	ALLOW_IF(ioctl, 1, ALL_BITS, SIOCGIFINDEX),
	ALLOW_IF(ioctl, 1, ALL_BITS, SIOCGIFADDR),
	ALLOW_IF(ioctl, 1, ALL_BITS, SIOCGIFHWADDR),
	ALLOW_IF(ioctl, 1, ALL_BITS, TIOCGWINSZ),
	ALLOW(nanosleep), ALLOW(clock_nanosleep),
	/* To run the hook, and to write the list of name servers. */
	ALLOW(pipe), ALLOW(vfork), ALLOW(fork), ALLOW(wait4),
	ALLOW(rename), ALLOW(chmod), ALLOW(unlink),
	/* The hook's, after a lease that it refused (hook.c). */
	ALLOW(getppid),
	ALLOW_IF(kill, 1, ALL_BITS, SIGUSR1),
	ALLOW_IF(kill, 1, ALL_BITS, SIGUSR2),
	ALLOW_END
};

void uplink_wait(struct uplink *u)
{
	u->since = clock_now();
	u->notice = u->since + UPLINK_NOTICE;
}

void uplink_init(struct uplink *u, const struct ip_conf *conf)
{
	/*
	 * In the foreground; discover every 2 s without the client's default
	 * pause of 20 s, since a link that was just connected may lose the
	 * first ones; no vendor string, which would tell the software.
	 */
	static const char *const argv[] = {
	    "/bin/udhcpc", "-f",
	    "-t",	   "4",
	    "-T",	   "2",
	    "-A",	   "2",
	    "-V",	   "",
	    "-O",	   "mtu",
	    "-O",	   "staticroutes",
	    "-s",	   "/bin/dhcp-hook",
	};
	size_t i, n = sizeof(argv) / sizeof(*argv);

	memset(u, 0, sizeof(*u));
	u->conf = *conf;
	u->retry = CLOCK_NEVER;
	for (i = 0; i < n; i++)
		u->dhcp_argv[i] = argv[i];
	u->dhcp_argv[n] = "-i";
	u->dhcp_argv[n + 1] = u->name;
	u->dhcp_argv[n + 2] = NULL;
	u->dhcp.name = "udhcpc";
	u->dhcp.argv = u->dhcp_argv;
	u->dhcp.restart = RESTART_ALWAYS;
	u->dhcp.uid = UID_DHCP;
	u->dhcp.caps = DHCP_CAPS;
	u->dhcp.calls = dhcp_calls;
	u->dhcp.muted = true; /* "discover" every 2 s tells nobody anything */
	uplink_wait(u);
}

bool uplink_matches(const struct ip_conf *c, const struct rtnl_link *l)
{
	if (l->enslaved)
		return false;
	switch (c->select) {
	case SELECT_NAME:
		return !strcmp(c->name, l->name);
	case SELECT_MAC:
		/*
		 * A VLAN on it has the same. Its own still names it when it was
		 * given another.
		 */
		return l->ethernet && strcmp(l->kind, "vlan") &&
		       (!memcmp(c->mac, l->mac, sizeof(c->mac)) ||
			!memcmp(c->mac, l->own_mac, sizeof(c->mac)));
	default:
		return false;
	}
}

static void complain(struct uplink *u, struct nl *nl, const char *what,
		     const char *name)
{
	warn("%s on %s, again in %d s%s%s:", what, name, RETRY / 1000,
	     *nl->error ? ": " : "", nl->error);
	u->retry = clock_now() + RETRY;
}

/*
 * Router advertisements have to be accepted before the link comes up, as it is then
 * that the kernel asks for them.
 */
static void accept_ra(const struct rtnl_link *l)
{
	char path[64], metric[16];

	/* Of two uplinks the first is the way out, as with other routes. */
	snprintf(path, sizeof(path), "net/ipv6/conf/%s/ra_defrtr_metric",
		 l->name);
	snprintf(metric, sizeof(metric), "%d", RA_METRIC + l->index);
	if (sysctl_write(path, metric))
		warn("write %s:", path);
	/* 2: although this host forwards. */
	snprintf(path, sizeof(path), "net/ipv6/conf/%s/accept_ra", l->name);
	if (sysctl_write(path, "2"))
		warn("write %s:", path);
	if (!l->up)
		return;
	/* For a VLAN on it, or to see carrier: have it ask now. */
	snprintf(path, sizeof(path), "net/ipv6/conf/%s/disable_ipv6", l->name);
	if (sysctl_write(path, "1") || sysctl_write(path, "0"))
		warn("write %s:", path);
}

/* What an interface needs before it is used; once. */
static void prepare(struct uplink *u, struct nl *nl, const struct rtnl_link *l)
{
	const struct ip_conf *c = &u->conf;

	if (u->prepared == l->index)
		return;
	u->prepared = l->index;
	if (c->has_new_mac && rtnl_link_set_mac(nl, l->index, c->new_mac))
		complain(u, nl, "set the MAC address", l->name);
	if (c->mtu && rtnl_link_set_mtu(nl, l->index, c->mtu))
		complain(u, nl, "set the MTU", l->name);
	if (c->method == IP_DHCP || c->method == IP_AUTO6)
		accept_ra(l);
}

static bool find_interface(struct uplink *u, struct nl *nl,
			   const struct rtnl_link *links, size_t count)
{
	u->found = false;
	for (size_t i = 0; i < count; i++) {
		const struct rtnl_link *l = &links[i];

		if (!uplink_matches(&u->conf, l))
			continue;
		u->found = true;
		prepare(u, nl, l);
		if (!l->up && rtnl_link_set_up(nl, l->index, true))
			complain(u, nl, "set the link up", l->name);
		if (!l->up || !l->carrier)
			continue; /* carrier comes as an event */
		u->index = l->index;
		strcpy(u->name, l->name); /* same size */
		u->carrier = true;
		return true;
	}
	return false;
}

static bool set_peer(struct uplink *u, struct nl *nl)
{
	const struct rtnl_route route = {
	    .index = u->index,
	    .dst = u->conf.peer,
	    .proto = RTPROT_STATIC,
	};

	if (!route.dst.addr.family || !rtnl_route_add(nl, &route))
		return true;
	complain(u, nl, "set the route to the second field", u->name);
	return false;
}

static bool set_static(struct uplink *u, struct nl *nl)
{
	const struct ip_conf *c = &u->conf;
	struct rtnl_addr_how how = {
	    .seconds = (uint32_t)RTNL_FOREVER,
	    .proto = RTPROT_STATIC,
	};
	struct rtnl_route route = {
	    .index = u->index,
	    .dst = {.addr = {.family = c->address.addr.family}},
	    .gateway = c->gateway,
	    .proto = RTPROT_STATIC,
	};

	if (rtnl_addr_add(nl, u->index, &c->address, &how)) {
		complain(u, nl, "set the address", u->name);
		return false;
	}
	if (!set_peer(u, nl))
		return false;
	if (!c->gateway.family)
		return true;
	/* A link local one of IPv6 is in everybody's network. */
	route.onlink = !prefix_contains(&c->address, &c->gateway) &&
		       !(c->gateway.family == AF_INET6 &&
			 addr_is_linklocal(&c->gateway));
	if (rtnl_route_add(nl, &route)) {
		complain(u, nl, "set the default route", u->name);
		return false;
	}
	return true;
}

/*
 * The interface is there and connected: give it addresses, unless it is the kernel
 * that does it (router advertisements).
 */
static void set_addresses(struct uplink *u, struct nl *nl)
{
	if (u->conf.address.addr.family && !set_static(u, nl))
		return;
	if (u->conf.method == IP_DHCP)
		service_start(&u->dhcp, -1);
	u->addressed = true;
}

/* Watch the interface in use; a new connection may be to another network. */
static void watch(struct uplink *u, const struct rtnl_link *links, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (links[i].index != u->index)
			continue;
		if (links[i].carrier && !u->carrier &&
		    u->dhcp.state == SERVICE_RUNS)
			kill(u->dhcp.pid, SIGUSR1); /* udhcpc: renew now */
		if (links[i].carrier != u->carrier)
			warn("%s: link is %s", u->name,
			     links[i].carrier ? "up again" : "down");
		u->carrier = links[i].carrier;
		return;
	}
	warn("%s has gone", u->name);
	service_stop(&u->dhcp);
	u->index = u->prepared = 0;
	u->addressed = false;
	uplink_wait(u);
}

bool uplink_step(struct uplink *u, struct nl *nl, const struct rtnl_link *links,
		 size_t count)
{
	int64_t retry = u->retry;
	bool early = retry != CLOCK_NEVER && clock_now() < retry, taken = false;

	u->retry = CLOCK_NEVER;
	if (u->index)
		watch(u, links, count);
	if (!u->index)
		taken = find_interface(u, nl, links, count);
	/* What failed makes events, too: each would be a try at once. */
	if (u->index && !u->addressed && early && !taken)
		u->retry = retry;
	else if (u->index && !u->addressed)
		set_addresses(u, nl);
	return taken;
}

void uplink_release(struct uplink *u, struct nl *nl)
{
	static const uint8_t ours[] = {RTPROT_DHCP, RTPROT_STATIC};
	static const int family[] = {AF_INET, AF_INET6};

	service_stop(&u->dhcp);
	for (size_t i = 0; u->index && i < 4; i++) {
		uint8_t proto = ours[i / 2];

		if (rtnl_route_flush(nl, u->index, family[i % 2], proto, NULL,
				     0) ||
		    rtnl_addr_flush(nl, u->index, family[i % 2], proto, NULL))
			warn("remove the addresses of %s%s%s:", u->name,
			     *nl->error ? ": " : "", nl->error);
	}
	u->index = u->prepared = 0;
	u->addressed = u->carrier = u->found = false;
	u->retry = CLOCK_NEVER;
	uplink_wait(u);
}
