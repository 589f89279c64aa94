// sources: tools/lib/grow.c tools/lib/addr.c
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A datagram from the kernel, through everything that takes messages apart.
 * The kernel is trusted; a mistake of ours about a length would still be one. What
 * it passes on of router advertisements is a stranger's.
 */
#include <stdint.h>
#include <stdlib.h>

#include "../../tools/lib/netlink.c"
#include "../../tools/lib/rtnl.c"
#include "../../tools/lib/rtroute.c"
#include "../../tools/net/rdnss.c"

static struct rtnl_links links;
static struct rtnl_addrs addrs;
static struct route_list routes;
static struct rdnss routers[RDNSS_ROUTERS];

int64_t clock_min(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* No more than there is room for, and nothing that is no host. */
static void check_routers(void)
{
	for (size_t i = 0; i < RDNSS_ROUTERS; i++) {
		if (routers[i].count > RDNSS_MAX)
			abort();
		for (size_t k = 0; k < routers[i].count; k++)
			if (!addr_is_host(&routers[i].dns[k]))
				abort();
	}
}

static int everything(const struct nlmsghdr *head, const unsigned char *p,
		      size_t len, void *arg)
{
	struct rtnl_link link;
	struct rtnl_addr addr;
	char text[PREFIX_TEXT];
	uint16_t id = 0;

	if (rtnl_link_read(p, len, &link) &&
	    (!memchr(link.name, 0, sizeof(link.name)) ||
	     !memchr(link.kind, 0, sizeof(link.kind))))
		abort();
	if (rtnl_addr_read(p, len, &addr))
		prefix_text(&addr.prefix, text);
	rdnss_read(routers, p, len, 1000);
	check_routers();
	rdnss_expire(routers, 2000);
	collect_link(head, p, len, arg);
	collect_addr(head, p, len, &addrs);
	collect_route(head, p, len, &routes);
	family_reply(head, p, len, &id);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct nl nl;
	unsigned char *copy = malloc(size ? size : 1); /* exact, for ASan */
	int err;

	memcpy(copy, data, size);
	nl.seq = 1;
	nl.error[0] = '\0';
	addrs.count = links.count = 0;
	routes.count = 0;
	routes.index = 2;
	walk(&nl, copy, size, false, everything, &links, &err);
	links.count = 0;
	walk(&nl, copy, size, true, everything, &links, &err);
	if (!memchr(nl.error, 0, sizeof(nl.error)))
		abort();
	free(copy);
	return 0;
}
