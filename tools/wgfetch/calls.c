/* SPDX-License-Identifier: BSD-2-Clause */
#include "calls.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "err.h"
#include "seccomp.h"

/* For a file that is only read. */
#define WRITES (O_ACCMODE | O_CREAT | O_TRUNC)

/*
 * libcurl, libcrypto, and the resolver of libc, which reads /etc/resolv.conf. A
 * local socket is where if_nametoindex() asks, for addresses with a scope.
 */
static const struct seccomp_rule download[] = {
	ALLOW_IF(open, 1, WRITES, O_RDONLY),
	ALLOW_IF(openat, 2, WRITES, O_RDONLY),
	ALLOW(fstat), ALLOW(stat), ALLOW(newfstatat), ALLOW(lseek), ALLOW(fcntl),
	ALLOW_IF(socket, 0, ALL_BITS, AF_INET),
	ALLOW_IF(socket, 0, ALL_BITS, AF_INET6),
	ALLOW_IF(socket, 0, ALL_BITS, AF_UNIX),
	ALLOW_IF(ioctl, 1, ALL_BITS, SIOCGIFINDEX),
	ALLOW(connect), ALLOW(bind), ALLOW(getsockname), ALLOW(getsockopt),
	ALLOW(setsockopt), ALLOW(sendto), ALLOW(recvfrom), ALLOW(sendmsg),
	ALLOW(recvmsg), ALLOW(shutdown), ALLOW(poll), ALLOW(setitimer),
	ALLOW(nanosleep), ALLOW(clock_nanosleep), ALLOW(getrandom),
	ALLOW(getpid), ALLOW(gettid), ALLOW(getuid), ALLOW(geteuid),
	ALLOW(getgid), ALLOW(getegid), ALLOW(uname), ALLOW(sched_yield),
	ALLOW_END
};

/* It cannot have less than its children. */
static const struct seccomp_rule parent[] = {
	ALLOW(fork), ALLOW(set_tid_address), ALLOW(wait4),
	ALLOW_IF(prctl, 0, ALL_BITS, PR_SET_SECCOMP),
	ALLOW_END
};

static void limit(const struct seccomp_rule *more)
{
	if (seccomp_limit(download, more))
		die(EXIT_UNKNOWN, "limit the system calls of this process:");
}

void calls_of_parent(void)
{
	limit(parent);
}

void calls_of_download(void)
{
	limit(NULL);
}
