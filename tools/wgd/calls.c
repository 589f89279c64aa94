/* SPDX-License-Identifier: BSD-2-Clause */
#include "calls.h"

#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "err.h"
#include "seccomp.h"

/* Netlink, random numbers, locked memory, and a line on the console. */
static const struct seccomp_rule both[] = {
	ALLOW(sendto), ALLOW(recvfrom), ALLOW(getrandom), ALLOW(mlock),
	ALLOW(munlock), ALLOW(fstat), ALLOW_IF(ioctl, 1, ALL_BITS, TIOCGWINSZ),
	ALLOW_END
};

static const struct seccomp_rule once[] = {
	ALLOW_IF(socket, 0, ALL_BITS, AF_NETLINK), ALLOW(setsockopt),
	ALLOW(bind),
	ALLOW_END
};

/* And the search for a route to peers (resume_wake()), then the file emptied. */
static const struct seccomp_rule handed[] = {
	ALLOW_IF(socket, 0, ALL_BITS, AF_NETLINK), ALLOW(setsockopt),
	ALLOW(bind), ALLOW_IF(socket, 0, ALL_BITS, AF_INET),
	ALLOW_IF(socket, 0, ALL_BITS, AF_INET6), ALLOW(connect),
	ALLOW(nanosleep), ALLOW(clock_nanosleep), ALLOW(ftruncate),
	ALLOW_END
};

/* wgfetch comes in, and is asked who it is. */
static const struct seccomp_rule keep[] = {
	ALLOW(ppoll), ALLOW(accept4),
	ALLOW_IF(getsockopt, 2, ALL_BITS, SO_PEERCRED),
	ALLOW_END
};

static void limit(const struct seccomp_rule *calls)
{
	if (seccomp_limit(both, calls))
		die(EXIT_UNKNOWN, "limit the system calls of this process:");
}

void calls_of_once(bool resumes)
{
	limit(resumes ? handed : once);
}

void calls_of_keep(void)
{
	limit(keep);
}
