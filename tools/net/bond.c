/* SPDX-License-Identifier: BSD-2-Clause */
#include "bond.h"

#include <errno.h>
#include <linux/if_bonding.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "clock.h"
#include "err.h"

enum { RETRY = 5000 }; /* ms: again after an error */

const struct rtnl_link *bond_find(const struct card *c,
				  const struct rtnl_link *links, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct rtnl_link *l = &links[i];

		/* A card that is part of a bond shows the bond's address. */
		if (!l->ethernet || l->kind[0] || l->enslaved)
			continue;
		if (c->has_mac ? !memcmp(c->mac, l->mac, sizeof(l->mac)) ||
				     !memcmp(c->mac, l->own_mac,
					     sizeof(l->own_mac))
			       : !strcmp(c->name, l->name))
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

/* Begin a message about the bond, which nl_nest_end() of both ends. */
static void begin(struct nl_buf *m, uint16_t flags, const char *name,
		  size_t nest[2])
{
	struct ifinfomsg head = {.ifi_family = AF_UNSPEC};

	nl_begin(m, RTM_NEWLINK, flags, &head, sizeof(head));
	nl_put_text(m, IFLA_IFNAME, name);
	nest[0] = nl_nest(m, IFLA_LINKINFO);
	nl_put_text(m, IFLA_INFO_KIND, "bond");
	nest[1] = nl_nest(m, IFLA_INFO_DATA);
}

static void put_targets(struct nl_buf *m, const struct bond_conf *conf)
{
	size_t nest;

	if (!conf->targets)
		return;
	nest = nl_nest(m, IFLA_BOND_ARP_IP_TARGET);
	for (size_t i = 0; i < conf->targets; i++)
		nl_put(m, (uint16_t)i, conf->target[i].bytes, 4);
	nl_nest_end(m, nest);
}

static int create(struct nl *nl, const struct bond_conf *conf)
{
	struct nl_buf m;
	size_t nest[2];

	begin(&m, NLM_F_CREATE | NLM_F_EXCL, conf->name, nest);
	nl_put_u8(&m, IFLA_BOND_MODE, (uint8_t)conf->mode);
	for (size_t i = 0; i < conf->options; i++) {
		const struct bond_option *o = &conf->option[i];

		if (o->bytes == 1)
			nl_put_u8(&m, o->attribute, (uint8_t)o->value);
		else
			nl_put_u32(&m, o->attribute, o->value);
	}
	put_targets(&m, conf);
	nl_nest_end(&m, nest[1]);
	nl_nest_end(&m, nest[0]);
	if (conf->mtu)
		nl_put_u32(&m, IFLA_MTU, conf->mtu);
	return nl_talk(nl, &m, NULL, NULL);
}

/* The card to use while it works; the driver wants it to be part of the bond. */
static int set_primary(struct nl *nl, const struct bond_conf *conf, int index)
{
	struct nl_buf m;
	size_t nest[2];

	begin(&m, 0, conf->name, nest);
	nl_put_u32(&m, IFLA_BOND_PRIMARY, (uint32_t)index);
	nl_nest_end(&m, nest[1]);
	nl_nest_end(&m, nest[0]);
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
static int make(struct bond *b, const struct bond_conf *conf, int64_t give_up,
		struct nl *nl, const struct rtnl_link *links, size_t count)
{
	const struct rtnl_link *old = by_name(conf->name, links, count);
	struct rtnl_link made;
	size_t present = 0;

	if (old && strcmp(old->kind, "bond"))
		return -1;
	for (size_t i = 0; i < conf->cards; i++)
		present += bond_find(&conf->card[i], links, count) != NULL;
	/*
	 * The first card gives the bond its MAC address, which a DHCP server
	 * may know: so wait for all for a while.
	 */
	if (!present || (present < conf->cards && clock_now() < give_up))
		return 0;
	if ((old && rtnl_link_delete(nl, old->index)) || create(nl, conf) ||
	    rtnl_link_find(nl, conf->name, &made))
		complain(b, nl, "create the bond", conf->name);
	else
		b->index = made.index;
	return 0;
}

static void enslave(struct bond *b, const struct bond_conf *conf, size_t i,
		    struct nl *nl, const struct rtnl_link *l)
{
	if ((l->up && rtnl_link_set_up(nl, l->index, false)) ||
	    rtnl_link_set_master(nl, l->index, b->index)) {
		complain(b, nl, "add to the bond", l->name);
		return;
	}
	b->leg[i] = l->index;
	if (bond_find(&conf->primary, l, 1) &&
	    set_primary(nl, conf, l->index))
		complain(b, nl, "make the bond prefer", l->name);
}

int bond_step(struct bond *b, const struct bond_conf *conf, int64_t give_up,
	      struct nl *nl, const struct rtnl_link *links, size_t count)
{
	if (b->retry != CLOCK_NEVER && clock_now() < b->retry)
		return 0;
	b->retry = CLOCK_NEVER;
	if (!b->index && make(b, conf, give_up, nl, links, count))
		return -1;
	for (size_t i = 0; b->index && i < conf->cards; i++) {
		const struct rtnl_link *l;

		if (b->leg[i] && !by_index(b->leg[i], links, count))
			b->leg[i] = 0; /* it was pulled out */
		l = b->leg[i] ? NULL : bond_find(&conf->card[i], links, count);
		if (l)
			enslave(b, conf, i, nl, l);
	}
	return 0;
}
