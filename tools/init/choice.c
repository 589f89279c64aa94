/* SPDX-License-Identifier: BSD-2-Clause */
#include "choice.h"

#include <string.h>

#include "../net/clock.h"
#include "announce.h"
#include "devices.h"
#include "err.h"
#include "notice.h"

enum { OPTIONS_MAX = 8 };

static struct option {
	struct ip_conf conf;
	uint64_t memory, processes;
} option[OPTIONS_MAX];
static size_t options;

static const struct option *owner[CHOICE_SLOTS]; /* whose a slot is; NULL: free */
static int chosen;	    /* index of the card that works, or did; 0: none yet */
static char chosen_name[IFNAMSIZ];
static int64_t failing = CLOCK_NEVER; /* since when none of those tried works */
static int64_t late_at = CLOCK_NEVER; /* when to try the others, too */
static bool trying;	    /* there is one */
static struct uplink search; /* says what is waited for when there is none */

/* What one step looks at. */
struct view {
	struct uplink *all; /* slot[-named..0) */
	struct uplink *slot;
	size_t named;
	struct nl *nl;
	const struct rtnl_link *links;
	size_t count;
	bool taken;
};

void choice_add(const struct ip_conf *conf, uint64_t memory, uint64_t processes)
{
	if (!options)
		uplink_init(&search, conf);
	if (options < OPTIONS_MAX)
		option[options++] = (struct option){*conf, memory, processes};
}

void choice_clear(void)
{
	options = 0;
}

size_t choice_count(void)
{
	return options;
}

const struct ip_conf *choice_only(void)
{
	return options == 1 ? &option[0].conf : NULL;
}

static void begin_failing(void)
{
	failing = clock_now();
	late_at = failing + CHOICE_PATIENCE;
}

/* Another ip= names it. */
static bool is_named(const struct view *v, const struct rtnl_link *l)
{
	for (size_t i = 0; i < v->named; i++)
		if (uplink_matches(&v->all[i].conf, l))
			return true;
	return false;
}

/* Hardware, and what vlan= and bond= made, which are meant first. */
enum rank { MADE, HARDWARE, NAMED, NEVER };

static enum rank rank_of(const struct view *v, const struct rtnl_link *l)
{
	if (!l->ethernet || devices_is_part(l))
		return NEVER;
	if (is_named(v, l))
		return NAMED;
	if (devices_made(l))
		return MADE;
	return l->kind[0] ? NEVER : HARDWARE;
}

/* The worst rank that may be tried: a named one if there is no other card. */
static enum rank worst(const struct view *v)
{
	for (size_t i = 0; i < v->count; i++)
		if (rank_of(v, &v->links[i]) < NAMED)
			return HARDWARE;
	return NAMED;
}

static bool is_tried(const struct view *v, const struct rtnl_link *l)
{
	for (size_t i = 0; i < CHOICE_SLOTS; i++)
		if (owner[i] && !strcmp(v->slot[i].conf.name, l->name))
			return true;
	return false;
}

static bool hears_routers(const struct ip_conf *c)
{
	return c->method == IP_DHCP || c->method == IP_AUTO6;
}

/* Wants an address, and will see whether it gets one. */
static bool asks(const struct ip_conf *c)
{
	return hears_routers(c) && !c->address.addr.family;
}

static bool any_asks(void)
{
	for (size_t i = 0; i < options; i++)
		if (asks(&option[i].conf))
			return true;
	return false;
}

static bool any_address(void)
{
	for (size_t i = 0; i < options; i++)
		if (option[i].conf.method != IP_LINK)
			return true;
	return false;
}

static bool works(const struct rtnl_link *l)
{
	return l->carrier && (announce_any(l->index) || !any_address());
}

/* Use option o on the interface, unless it is so already. */
static void use(struct view *v, const struct option *o,
		const struct rtnl_link *l)
{
	size_t slot = CHOICE_SLOTS;
	struct ip_conf c = o->conf;
	struct uplink *u;

	for (size_t i = CHOICE_SLOTS; i-- > 0;)
		if (!owner[i])
			slot = i;
		else if (owner[i] == o &&
			 !strcmp(v->slot[i].conf.name, l->name))
			return;
	if (slot == CHOICE_SLOTS)
		return; /* more cards than anybody has */
	c.select = SELECT_NAME;
	strcpy(c.name, l->name); /* same size */
	owner[slot] = o;
	u = &v->slot[slot];
	uplink_init(u, &c);
	u->dhcp.memory = o->memory;
	u->dhcp.processes = o->processes;
	v->taken |= uplink_step(u, v->nl, v->links, v->count);
}

/*
 * alone: with all options, else with those that ask for an address. Those first that
 * start IPv6 anew on a card that is up (uplink.c), which takes its addresses.
 */
static void try(struct view *v, const struct rtnl_link *l, bool alone)
{
	bool named = is_named(v, l);

	for (size_t i = 0; i < 2 * options; i++) {
		const struct option *o = &option[i % options];
		const struct ip_conf *c = &o->conf;

		if (hears_routers(c) != (i < options))
			continue;
		/* One that is named has DHCP and routers by its own option. */
		if (named ? c->address.addr.family != 0 : alone || asks(c))
			use(v, o, l);
	}
	trying = true;
}

static void free_slot(struct view *v, size_t slot)
{
	static const struct ip_conf none = {.method = IP_OFF};

	uplink_init(&v->slot[slot], &none);
	owner[slot] = NULL;
}

/* No longer try it; it goes down if nothing else needs it. */
static void leave(struct view *v, const struct rtnl_link *l)
{
	for (size_t i = 0; i < CHOICE_SLOTS; i++) {
		struct uplink *u = &v->slot[i];

		if (!owner[i] || strcmp(u->conf.name, l->name))
			continue;
		uplink_release(u, v->nl);
		free_slot(v, i);
	}
	if (l->up && !is_named(v, l) && !devices_is_parent(l) &&
	    rtnl_link_set_up(v->nl, l->index, false))
		warn("set %s down: %s:", l->name, v->nl->error);
}

/* Slots of cards that are not there any more. */
static void forget_gone(struct view *v)
{
	trying = false;
	for (size_t i = 0; i < CHOICE_SLOTS; i++) {
		struct uplink *u = &v->slot[i];
		bool there = false;

		if (!owner[i])
			continue;
		v->taken |= uplink_step(u, v->nl, v->links, v->count);
		for (size_t k = 0; k < v->count && !there; k++)
			there = uplink_matches(&u->conf, &v->links[k]);
		if (!there)
			free_slot(v, i);
		trying |= there;
	}
}

/* The card that works, the chosen one first, or NULL. */
static const struct rtnl_link *find_working(const struct view *v)
{
	const struct rtnl_link *found = NULL;

	for (size_t i = 0; i < v->count; i++) {
		const struct rtnl_link *l = &v->links[i];

		if (is_tried(v, l) && works(l) &&
		    (!found || l->index == chosen))
			found = l;
	}
	return found;
}

static void settle(struct view *v, const struct rtnl_link *l)
{
	if (chosen && chosen != l->index)
		warn("%s works, and is used instead of %s", l->name,
		     chosen_name);
	chosen = l->index;
	strcpy(chosen_name, l->name); /* same size */
	failing = late_at = CLOCK_NEVER;
	for (size_t i = 0; i < v->count; i++)
		if (v->links[i].index != l->index &&
		    rank_of(v, &v->links[i]) <= HARDWARE)
			leave(v, &v->links[i]);
	try(v, l, true);
}

/* Only a card that is up shows carrier. */
static void raise(const struct view *v, const struct rtnl_link *l)
{
	if (!l->up && rtnl_link_set_up(v->nl, l->index, true))
		warn("set %s up: %s:", l->name, v->nl->error);
}

/* The one card with a given address has no carrier: another may have it. */
static void make_room(struct view *v)
{
	for (size_t i = 0; i < v->count; i++)
		if (is_tried(v, &v->links[i]) && !v->links[i].carrier) {
			leave(v, &v->links[i]);
			trying = false;
		}
}

/* A card that is not tried; late: those that are have not worked for a while. */
static void consider(struct view *v, const struct rtnl_link *l, bool late)
{
	search.found = true;
	if (!trying || late)
		raise(v, l);
	if (!l->carrier || is_tried(v, l))
		return;
	if (late && trying && !any_asks())
		make_room(v);
	if (!trying) {
		try(v, l, true);
		begin_failing();
	} else if (late && any_asks()) {
		warn("no address for %d s: trying %s, too",
		     (int)(clock_now() - failing) / 1000, l->name);
		try(v, l, false);
	}
}

static void look_for_more(struct view *v)
{
	bool late = failing != CLOCK_NEVER &&
		    clock_now() - failing >= CHOICE_PATIENCE;
	enum rank last = worst(v);

	if (late)
		late_at = CLOCK_NEVER; /* carrier and addresses are events */
	if (devices_any())
		last = MADE; /* it is they that are meant */
	search.found = false;
	for (enum rank r = MADE; r <= last; r++)
		for (size_t i = 0; i < v->count; i++)
			if (rank_of(v, &v->links[i]) == r)
				consider(v, &v->links[i], late);
}

bool choice_step(struct uplink *all, size_t named, struct nl *nl,
		 const struct rtnl_link *links, size_t count)
{
	struct view v = {all, all + named, named, nl, links, count, false};
	const struct rtnl_link *l;

	if (!options)
		return false;
	forget_gone(&v);
	l = find_working(&v);
	if (l) {
		settle(&v, l);
		return v.taken;
	}
	if (!trying)
		failing = late_at = CLOCK_NEVER;
	else if (failing == CLOCK_NEVER)
		begin_failing();
	look_for_more(&v);
	return v.taken;
}

int64_t choice_due(void)
{
	if (!options)
		return CLOCK_NEVER;
	if (trying) {
		uplink_wait(&search);
		return late_at;
	}
	return uplink_notice(&search);
}
