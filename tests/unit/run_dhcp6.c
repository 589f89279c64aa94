/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/net/supervise.c tools/net/console.c tools/net/clock.c tools/lib/addr.c tools/lib/err.c tools/lib/seccomp.c
/*
 * run_dhcp6 PROGRAM [ARGUMENT...]: with the system calls that the images let
 * udhcpc6 and its hook have, for tests/t15-dhcp.sh.
 */
#include "../../tools/net/dhcp6.c"

#include <sys/prctl.h>
#include <unistd.h>

#include "err.h"

int main(int argc, char **argv)
{
	progname = "run_dhcp6";
	if (argc < 2)
		die(EXIT_USAGE, "usage: run_dhcp6 PROGRAM [ARGUMENT...]");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    seccomp_limit(calls, NULL))
		die(EXIT_UNKNOWN, "limit the system calls:");
	execv(argv[1], argv + 1);
	die(EXIT_UNKNOWN, "execute %s:", argv[1]);
}
