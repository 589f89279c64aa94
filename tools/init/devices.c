/* SPDX-License-Identifier: BSD-2-Clause */
#include "devices.h"

#include <string.h>

#include "../net/bond.h"
#include "../net/clock.h"
#include "../net/vlan.h"
#include "err.h"

enum {
	BONDS_MAX = 4,
	VLANS_MAX = 8,
	GATHER = 5000, /* ms: all cards of a bond to appear */
};

static struct {
	struct bond_conf conf;
	struct bond bond;
	int64_t give_up; /* when it is made of the cards that are there */
	bool bad;	 /* it cannot be made, which was said */
} bond[BONDS_MAX];
static size_t bonds;

static struct {
	struct vlan vlan;
	bool bad;
} vlan[VLANS_MAX];
static size_t vlans;

int devices_add_bond(const char *text)
{
	struct bond_conf c;
	const char *why = bond_parse(text, &c);

	for (size_t i = 0; !why && i < bonds; i++)
		if (!strcmp(bond[i].conf.name, c.name))
			why = "there is one of that name already";
	if (!why && bonds == BONDS_MAX)
		why = "there are too many";
	if (why) {
		warn("bond=%s ignored: %s", text, why);
		return 1;
	}
	if (c.odd[0])
		warn("bond=%s taken, but not all of it: %s", text, c.odd);
	bond[bonds].conf = c;
	bond[bonds].bond.retry = CLOCK_NEVER;
	bond[bonds++].give_up = CLOCK_NEVER;
	return c.odd[0] != '\0';
}

int devices_add_vlan(const char *text)
{
	struct vlan v;
	const char *why = vlan_parse(text, &v);

	for (size_t i = 0; !why && i < vlans; i++)
		if (!strcmp(vlan[i].vlan.name, v.name))
			why = "there is one of that name already";
	if (!why && vlans == VLANS_MAX)
		why = "there are too many";
	if (why) {
		warn("vlan=%s ignored: %s", text, why);
		return 1;
	}
	vlan[vlans++].vlan = v;
	return 0;
}

/* After the time for all cards: say which are not there. */
static void say_missing(const struct bond_conf *c, const struct bond *b,
			const struct rtnl_link *links, size_t count)
{
	for (size_t i = 0; i < c->cards; i++) {
		const unsigned char *m = c->card[i].mac;

		if (b->leg[i] || bond_find(&c->card[i], links, count))
			continue;
		if (c->card[i].has_mac)
			warn("%s: its card %02x-%02x-%02x-%02x-%02x-%02x is "
			     "not there", c->name, m[0], m[1], m[2], m[3], m[4],
			     m[5]);
		else
			warn("%s: its card %s is not there", c->name,
			     c->card[i].name);
	}
}

static void step_bond(size_t i, struct nl *nl, const struct rtnl_link *links,
		      size_t count)
{
	int64_t now = clock_now();
	bool gathered = bond[i].give_up == 0;

	if (bond[i].give_up == CLOCK_NEVER)
		bond[i].give_up = now + GATHER;
	if (bond_step(&bond[i].bond, &bond[i].conf, bond[i].give_up, nl, links,
		      count)) {
		warn("bond=%s: that is the name of another interface; give the "
		     "bond another one", bond[i].conf.name);
		bond[i].bad = true;
	}
	if (!gathered && now >= bond[i].give_up) {
		bond[i].give_up = 0;
		say_missing(&bond[i].conf, &bond[i].bond, links, count);
	}
}

void devices_step(struct nl *nl, const struct rtnl_link *links, size_t count)
{
	for (size_t i = 0; i < bonds; i++)
		if (!bond[i].bad)
			step_bond(i, nl, links, count);
	for (size_t i = 0; i < vlans; i++) {
		if (vlan[i].bad || !vlan_step(&vlan[i].vlan, nl, links, count))
			continue;
		warn("vlan=%s: that is the name of another interface; give the "
		     "VLAN another one", vlan[i].vlan.name);
		vlan[i].bad = true;
	}
}

int64_t devices_due(void)
{
	int64_t due = CLOCK_NEVER;

	for (size_t i = 0; i < bonds; i++) {
		if (bond[i].bad)
			continue;
		due = clock_min(due, bond[i].bond.retry);
		if (bond[i].give_up)
			due = clock_min(due, bond[i].give_up);
	}
	for (size_t i = 0; i < vlans; i++)
		if (!vlan[i].bad)
			due = clock_min(due, vlan[i].vlan.retry);
	return due;
}

bool devices_is_part(const struct rtnl_link *l)
{
	if (l->enslaved)
		return true;
	for (size_t i = 0; i < bonds; i++)
		for (size_t k = 0; !bond[i].bad && k < bond[i].conf.cards; k++)
			if (bond_find(&bond[i].conf.card[k], l, 1))
				return true;
	return false;
}

bool devices_any(void)
{
	return bonds || vlans;
}

bool devices_made(const struct rtnl_link *l)
{
	for (size_t i = 0; i < bonds; i++)
		if (bond[i].bond.index == l->index)
			return true;
	for (size_t i = 0; i < vlans; i++)
		if (!vlan[i].bad && !strcmp(vlan[i].vlan.name, l->name))
			return true;
	return false;
}

bool devices_is_parent(const struct rtnl_link *l)
{
	for (size_t i = 0; i < vlans; i++)
		if (vlan_parent(&vlan[i].vlan, l, 1))
			return true;
	return false;
}
