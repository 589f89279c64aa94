/* SPDX-License-Identifier: BSD-2-Clause */
#include "fetch_calls.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <sys/socket.h>

/* For a file that is only read. */
#define WRITES (O_ACCMODE | O_CREAT | O_TRUNC)

/*
 * The resolver reads /etc/resolv.conf. A local socket is where if_nametoindex()
 * asks, for addresses with a scope; those of other types have other names, among
 * them that of wgd's (tools/wg/source.c). Of ioctl() there is its one request:
 * another would stop process 1's console.
 */
const struct seccomp_rule fetch_calls[FETCH_CALLS] = {
	ALLOW_IF(open, 1, WRITES, O_RDONLY),
	ALLOW_IF(openat, 2, WRITES, O_RDONLY),
	ALLOW(fstat), ALLOW(stat), ALLOW(newfstatat), ALLOW(lseek), ALLOW(fcntl),
	ALLOW_IF(socket, 0, ALL_BITS, AF_INET),
	ALLOW_IF(socket, 0, ALL_BITS, AF_INET6),
	ALLOW_SOCKET(AF_UNIX, SOCK_DGRAM),
	ALLOW_IF(ioctl, 1, ALL_BITS, SIOCGIFINDEX),
	ALLOW(connect), ALLOW(bind), ALLOW(getsockname), ALLOW(getsockopt),
	ALLOW(setsockopt), ALLOW(sendto), ALLOW(recvfrom), ALLOW(sendmsg),
	ALLOW(recvmsg), ALLOW(shutdown), ALLOW(poll), ALLOW(setitimer),
	ALLOW(nanosleep), ALLOW(clock_nanosleep), ALLOW(getrandom),
	ALLOW(getpid), ALLOW(gettid), ALLOW(getuid), ALLOW(geteuid),
	ALLOW(getgid), ALLOW(getegid), ALLOW(uname), ALLOW(sched_yield),
	ALLOW(getpeername),
	ALLOW_END
};
