/* SPDX-License-Identifier: BSD-2-Clause */
/* rtnl.h: which addresses count; a file of its own for who talks to no kernel. */
#include "rtnl.h"

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

bool rtnl_addr_usable(const struct rtnl_addr *a)
{
	return a->scope < RT_SCOPE_LINK && !addr_is_linklocal(&a->prefix.addr) &&
	       !(a->flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED));
}
