/* SPDX-License-Identifier: BSD-2-Clause */
#include "bond.h"

#include <errno.h>
#include <linux/if_bonding.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "../net/clock.h"
#include "err.h"

/* Milliseconds: how often the driver looks at links; again after an error. */
enum { MIIMON = 100, RETRY = 5000 };

const struct rtnl_link *bond_find(const struct netconf_nic *nic,
				  const struct rtnl_link *links, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct rtnl_link *l = &links[i];

		/* A card that is part of a bond shows the bond's address. */
		if (!l->ethernet || l->kind[0] || l->enslaved)
			continue;
		if (nic->has_mac ? !memcmp(nic->mac, l->mac, sizeof(l->mac))
				 : !strcmp(nic->name, l->name))
			return l;
	}
	return NULL;
}

static void complain(struct bond *b, struct nl *nl, const char *what,
		     const char *name)
{
	warn("%s %s, again in %d s%s%s:", what, name, RETRY / 1000,
	     *nl->error ? ": " : "", nl->error);
	b->retry = clock_now() + RETRY;
}

static int create(struct nl *nl, const struct netconf *conf)
{
	struct ifinfomsg head = {.ifi_family = AF_UNSPEC};
	struct nl_buf m;
	size_t info, data;

	nl_begin(&m, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &head,
		 sizeof(head));
	nl_put_text(&m, IFLA_IFNAME, conf->bond);
	info = nl_nest(&m, IFLA_LINKINFO);
	nl_put_text(&m, IFLA_INFO_KIND, "bond");
	data = nl_nest(&m, IFLA_INFO_DATA);
	nl_put_u8(&m, IFLA_BOND_MODE, (uint8_t)conf->bond_mode);
	nl_put_u32(&m, IFLA_BOND_MIIMON, MIIMON);
	if (conf->bond_mode == BOND_MODE_8023AD)
		nl_put_u8(&m, IFLA_BOND_AD_LACP_RATE, 1); /* fast */
	nl_nest_end(&m, data);
	nl_nest_end(&m, info);
	return nl_talk(nl, &m, NULL, NULL);
}

static const struct rtnl_link *by_name(const char *name,
				       const struct rtnl_link *links,
				       size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(links[i].name, name))
			return &links[i];
	return NULL;
}

static const struct rtnl_link *by_index(int index,
					const struct rtnl_link *links,
					size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (links[i].index == index)
			return &links[i];
	return NULL;
}

/* Make the bond if its time has come; one of that name is from before us. */
static int make(struct bond *b, const struct netconf *conf, int64_t give_up,
		struct nl *nl, const struct rtnl_link *links, size_t count)
{
	const struct rtnl_link *old = by_name(conf->bond, links, count);
	struct rtnl_link made;
	size_t present = 0;

	if (old && strcmp(old->kind, "bond"))
		return -1;
	for (size_t i = 0; i < conf->nnics; i++)
		present += bond_find(&conf->nics[i], links, count) != NULL;
	/*
	 * The first card gives the bond its MAC address, which a DHCP server
	 * may know: so wait for all for a while.
	 */
	if (!present || (present < conf->nnics && clock_now() < give_up))
		return 0;
	if ((old && rtnl_link_delete(nl, old->index)) || create(nl, conf) ||
	    rtnl_link_find(nl, conf->bond, &made))
		complain(b, nl, "create the bond", conf->bond);
	else
		b->index = made.index;
	return 0;
}

static void enslave(struct bond *b, size_t i, struct nl *nl,
		    const struct rtnl_link *l)
{
	if ((l->up && rtnl_link_set_up(nl, l->index, false)) ||
	    rtnl_link_set_master(nl, l->index, b->index)) {
		complain(b, nl, "add to the bond", l->name);
		return;
	}
	b->leg[i] = l->index;
}

int bond_step(struct bond *b, const struct netconf *conf, int64_t give_up,
	      struct nl *nl, const struct rtnl_link *links, size_t count)
{
	if (b->retry != CLOCK_NEVER && clock_now() < b->retry)
		return 0;
	b->retry = CLOCK_NEVER;
	if (!b->index && make(b, conf, give_up, nl, links, count))
		return -1;
	for (size_t i = 0; b->index && i < conf->nnics; i++) {
		const struct rtnl_link *l;

		if (b->leg[i] && !by_index(b->leg[i], links, count))
			b->leg[i] = 0; /* it was pulled out */
		l = b->leg[i] ? NULL : bond_find(&conf->nics[i], links, count);
		if (l)
			enslave(b, i, nl, l);
	}
	return 0;
}
