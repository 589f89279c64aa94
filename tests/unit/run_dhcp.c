/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/net/supervise.c tools/net/console.c tools/net/relay.c tools/lib/cmdline.c tools/net/clock.c tools/net/sysctl.c tools/lib/addr.c tools/lib/err.c tools/lib/netlink.c tools/lib/rtnl.c tools/lib/seccomp.c
/*
 * run_dhcp PROGRAM [ARGUMENT...]: with the system calls that the images let udhcpc
 * and its hook have, for tests/t15-dhcp.sh.
 */
#include "../../tools/net/uplink.c"

#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	progname = "run_dhcp";
	if (argc < 2)
		die(EXIT_USAGE, "usage: run_dhcp PROGRAM [ARGUMENT...]");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    seccomp_limit(dhcp_calls, NULL))
		die(EXIT_UNKNOWN, "limit the system calls:");
	execv(argv[1], argv + 1);
	die(EXIT_UNKNOWN, "execute %s:", argv[1]);
}
