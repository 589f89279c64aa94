/* SPDX-License-Identifier: BSD-2-Clause */
#include "calls.h"

#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "../http/fetch_calls.h"
#include "err.h"
#include "seccomp.h"

/* Besides what its children, which download, have; so it cannot have less. */
static const struct seccomp_rule parent[] = {
	ALLOW(fork), ALLOW(set_tid_address), ALLOW(wait4),
	ALLOW_SOCKET(AF_UNIX, SOCK_STREAM), /* to wgd */
	ALLOW_IF(prctl, 0, ALL_BITS, PR_SET_SECCOMP),
	ALLOW_END
};

static void limit(const struct seccomp_rule *more)
{
	if (seccomp_limit(fetch_calls, more))
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
