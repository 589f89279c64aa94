/* SPDX-License-Identifier: BSD-2-Clause */
#include "dhcp6.h"

#include <linux/capability.h>
#include <linux/sockios.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "seccomp.h"

/* udhcpc6: port 546, and its hook. No raw socket (recipes/busybox/patches). */
#define CAPS                                                                   \
	(UINT64_C(1) << CAP_NET_ADMIN | UINT64_C(1) << CAP_NET_BIND_SERVICE)

/* What udhcpc6 does, and its hook, which runs under the same limit (uplink.c). */
static const struct seccomp_rule calls[] = {
	ALLOW(execve), ALLOW(arch_prctl), ALLOW(set_tid_address), ALLOW(poll),
	ALLOW(ppoll), ALLOW(open), ALLOW(fcntl), ALLOW(dup), ALLOW(dup2),
	ALLOW(lseek), ALLOW(fstat), ALLOW(getpid), ALLOW(gettid),
	ALLOW_SOCKET(AF_INET6, SOCK_DGRAM),
	ALLOW_IF(socket, 0, ALL_BITS, AF_NETLINK),
	ALLOW(bind), ALLOW(connect), ALLOW(setsockopt), ALLOW(sendto),
	ALLOW(recvfrom),
	ALLOW_IF(ioctl, 1, ALL_BITS, TIOCGWINSZ),
	ALLOW(nanosleep), ALLOW(clock_nanosleep),
	ALLOW(pipe), ALLOW(vfork), ALLOW(fork), ALLOW(wait4),
	ALLOW(rename), ALLOW(chmod), ALLOW(unlink),
	ALLOW(getppid),
	ALLOW_IF(kill, 1, ALL_BITS, SIGUSR1),
	ALLOW_IF(kill, 1, ALL_BITS, SIGUSR2),
	ALLOW_END
};

void dhcp6_init(struct dhcp6 *d)
{
	memset(d, 0, sizeof(*d));
	d->service.name = "udhcpc6";
	d->service.argv = d->argv;
	d->service.restart = RESTART_ALWAYS;
	d->service.uid = UID_DHCP;
	d->service.caps = CAPS;
	d->service.calls = calls;
	d->service.muted = true;
}

static void start(struct dhcp6 *d, enum dhcp6_mode mode)
{
	/*
	 * At udhcpc's pace (uplink.c); asked for are name servers, and nothing
	 * that tells who asks.
	 */
	static const char *const argv[] = {
	    "/bin/udhcpc6", "-f",
	    "-t",	    "4",
	    "-T",	    "2",
	    "-A",	    "2",
	    "-o",	    "-O",
	    "dns",	    "-s",
	    "/bin/dhcp6-hook", "-i",
	};
	size_t n = sizeof(argv) / sizeof(*argv);

	memcpy(d->argv, argv, sizeof(argv));
	d->argv[n++] = d->name;
	if (mode == DHCP6_OTHER)
		d->argv[n++] = "-l";
	d->argv[n] = NULL;
	d->mode = mode;
	service_start(&d->service, -1);
}

static void end(struct dhcp6 *d)
{
	if (d->mode != DHCP6_OFF)
		service_stop(&d->service);
	d->mode = DHCP6_OFF;
}

static enum dhcp6_mode said(const struct rtnl_link *l)
{
	return l->ra_managed ? DHCP6_MANAGED :
	       l->ra_other   ? DHCP6_OTHER : DHCP6_OFF;
}

void dhcp6_step(struct dhcp6 *d, const struct uplink *u,
		const struct rtnl_link *links, size_t count)
{
	bool listens = u->conf.method == IP_DHCP || u->conf.method == IP_AUTO6;
	const struct rtnl_link *l = NULL;

	for (size_t i = 0; listens && i < count && !l; i++)
		if (u->index && links[i].index == u->index)
			l = &links[i];
	if (!l || strcmp(d->name, l->name))
		end(d);
	if (!l)
		return;
	if (said(l) > d->mode && l->carrier) {
		end(d);
		strcpy(d->name, l->name); /* same size */
		start(d, said(l));
	} else if (l->carrier && !d->carrier &&
		   d->service.state == SERVICE_RUNS) {
		kill(d->service.pid, SIGUSR1); /* ask now: it may be another net */
	}
	d->carrier = l->carrier;
}
