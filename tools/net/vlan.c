/* SPDX-License-Identifier: BSD-2-Clause */
#include "vlan.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "addr.h"
#include "clock.h"
#include "err.h"

enum {
	ID_MAX = 4094, /* 0 and 4095 are none */
	RETRY = 5000,  /* ms: again after an error */
};

/* The number at the end of "vlan5" or "eth0.5"; 0: there is none. */
static unsigned int id_of(const char *name)
{
	const char *digits = strrchr(name, '.');
	unsigned long id;

	if (digits)
		digits++;
	else if (!strncmp(name, "vlan", 4))
		digits = name + 4;
	else
		return 0;
	while (digits[0] == '0' && digits[1])
		digits++;
	return number_parse(digits, ID_MAX, &id) ? (unsigned int)id : 0;
}

const char *vlan_parse(const char *text, struct vlan *out)
{
	const char *colon = strchr(text, ':');
	size_t len = colon ? (size_t)(colon - text) : sizeof(out->name);

	memset(out, 0, sizeof(*out));
	out->retry = CLOCK_NEVER;
	if (len >= sizeof(out->name))
		return "it is not NAME:INTERFACE";
	memcpy(out->name, text, len);
	if (!ifname_valid(out->name))
		return "the name is none that an interface can have";
	if (!card_parse(colon + 1, &out->parent))
		return "the interface is no name and no aa-bb-cc-dd-ee-ff";
	out->id = id_of(out->name);
	if (!out->id)
		return "the name does not end with a number from 1 to 4094, as "
		       "vlan5 and eth0.5 do";
	return NULL;
}

const struct rtnl_link *vlan_parent(const struct vlan *v,
				    const struct rtnl_link *links, size_t count)
{
	const struct card *c = &v->parent;

	for (size_t i = 0; i < count; i++) {
		const struct rtnl_link *l = &links[i];

		/* A VLAN has its parent's address, a card in a bond the bond's. */
		if (c->has_mac ? l->ethernet && !l->kind[0] && !l->enslaved &&
				     (!memcmp(c->mac, l->mac, sizeof(c->mac)) ||
				      !memcmp(c->mac, l->own_mac,
					      sizeof(c->mac)))
			       : !strcmp(c->name, l->name))
			return l;
	}
	return NULL;
}

static void complain(struct vlan *v, struct nl *nl, const char *what,
		     const char *name)
{
	warn("%s %s, again in %d s%s%s:", what, name, RETRY / 1000,
	     *nl->error ? ": " : "", nl->error);
	v->retry = clock_now() + RETRY;
}

static int create(struct nl *nl, const struct vlan *v, int parent)
{
	struct ifinfomsg head = {.ifi_family = AF_UNSPEC};
	struct nl_buf m;
	size_t info, data;

	nl_begin(&m, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &head,
		 sizeof(head));
	nl_put_text(&m, IFLA_IFNAME, v->name);
	nl_put_u32(&m, IFLA_LINK, (uint32_t)parent);
	info = nl_nest(&m, IFLA_LINKINFO);
	nl_put_text(&m, IFLA_INFO_KIND, "vlan");
	data = nl_nest(&m, IFLA_INFO_DATA);
	nl_put_u16(&m, IFLA_VLAN_ID, (uint16_t)v->id);
	nl_nest_end(&m, data);
	nl_nest_end(&m, info);
	return nl_talk(nl, &m, NULL, NULL);
}

int vlan_step(struct vlan *v, struct nl *nl, const struct rtnl_link *links,
	      size_t count)
{
	const struct rtnl_link *parent = vlan_parent(v, links, count);
	const struct rtnl_link *made = NULL;

	if (v->retry != CLOCK_NEVER && clock_now() < v->retry)
		return 0;
	v->retry = CLOCK_NEVER;
	for (size_t i = 0; i < count && !made; i++)
		if (!strcmp(links[i].name, v->name))
			made = &links[i];
	if (made && strcmp(made->kind, "vlan"))
		return -1;
	if (!parent)
		return 0;
	/* It has carrier when the parent does, which has to be up for that. */
	if (!parent->up && rtnl_link_set_up(nl, parent->index, true))
		complain(v, nl, "set the link up of", parent->name);
	/* EEXIST: it was made since links was read. */
	if (!made && create(nl, v, parent->index) && errno != EEXIST)
		complain(v, nl, "create the VLAN", v->name);
	return 0;
}
