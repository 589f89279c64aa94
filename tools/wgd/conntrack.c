/* SPDX-License-Identifier: BSD-2-Clause */
#include "conntrack.h"

#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>

/*
 * Bits of CTA_FILTER_ORIG_FLAGS: those of the kernel's own enum, which is not in
 * its headers for programs (nf_internals.h, CTA_FILTER_F_CTA_IP_SRC).
 */
enum { FILTER_IP_SRC = 1 << 0 };

static int forget(struct nl *nl, struct nl_buf *b, const struct peer_net *n)
{
	struct nfgenmsg head = {
	    .nfgen_family = n->family,
	    .version = NFNETLINK_V0,
	};
	size_t tuple, ip, filter;
	bool v4 = n->family == AF_INET;

	nl_begin(b, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_DELETE, 0, &head,
		 sizeof(head));
	tuple = nl_nest(b, CTA_TUPLE_ORIG);
	ip = nl_nest(b, CTA_TUPLE_IP);
	nl_put(b, v4 ? CTA_IP_V4_SRC : CTA_IP_V6_SRC, n->bytes, v4 ? 4 : 16);
	nl_nest_end(b, ip);
	nl_nest_end(b, tuple);
	filter = nl_nest(b, CTA_FILTER);
	nl_put_u32(b, CTA_FILTER_ORIG_FLAGS, FILTER_IP_SRC);
	nl_nest_end(b, filter);
	return nl_talk(nl, b, NULL, NULL);
}

int conntrack_forget(struct nl *nl, struct nl_buf *b, const struct peers *t,
		     const struct peer *p)
{
	for (size_t i = 0; i < p->nets; i++) {
		const struct peer_net *n = &t->net[p->net + i];

		if (n->len == (n->family == AF_INET ? 32 : 128) &&
		    forget(nl, b, n))
			return -1;
	}
	return 0;
}
