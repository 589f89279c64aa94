/* SPDX-License-Identifier: BSD-2-Clause */
#include "netstate.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../net/sysctl.h"
#include "err.h"
#include "mac.h"

/* Milliseconds: all cards of a bond to appear; udhcpc to end, in TICKs. */
enum { GATHER = 5000, END_WAIT = 1000, TICK = 10 };

/* Bytes: this program as udhcpc's hook, with libcurl and all, takes half of it. */
enum {
	DHCP_MEMORY = 16 << 20,
	DHCP_PROCESSES = (2 * NET_CARDS + 1) * UPLINK_PROCESSES,
};

/* A card that may be used, by MAC address or, if mac is NULL, by name. */
static void add_card(struct netstate *s, const unsigned char *mac,
		     const char *name)
{
	const struct netconf *c = s->conf;
	struct ip_conf ip = {
	    .method = c->mode == NET_STATIC ? IP_STATIC : IP_DHCP,
	    .select = mac ? SELECT_MAC : SELECT_NAME,
	    .address = c->ip,
	    .gateway = c->gateway,
	};

	if (s->cards == NET_CARDS) {
		if (!s->full)
			warn("there are more than %d network cards: the "
			     "others are not tried, unless the host "
			     "configuration names them", NET_CARDS);
		s->full = true;
		return;
	}
	if (mac)
		memcpy(ip.mac, mac, sizeof(ip.mac));
	else
		snprintf(ip.name, sizeof(ip.name), "%s", name);
	uplink_init(&s->card[s->cards], &ip);
	s->card[s->cards].dhcp.memory = DHCP_MEMORY;
	s->card[s->cards].dhcp.processes = DHCP_PROCESSES;
	dhcp6_init(&s->card6[s->cards]);
	s->card6[s->cards].service.memory = DHCP_MEMORY;
	s->card6[s->cards].service.processes = DHCP_PROCESSES;
	s->cards++;
}

_Static_assert((int)NETCONF_NICS <= (int)BOND_CARDS, "a bond has all cards");

static void make_bond_conf(const struct netconf *conf, struct bond_conf *out)
{
	memcpy(out->name, conf->bond, sizeof(out->name));
	out->mode = conf->bond_mode;
	out->cards = conf->nnics;
	memcpy(out->card, conf->nics, conf->nnics * sizeof(*conf->nics));
	bond_usual(out, true);
}

void netstate_init(struct netstate *s, const struct netconf *conf)
{
	memset(s, 0, sizeof(*s));
	s->conf = conf;
	s->since = clock_now();
	s->bond.retry = CLOCK_NEVER;
	if (conf->bond[0]) {
		add_card(s, NULL, conf->bond);
		make_bond_conf(conf, &s->bond_conf);
		return;
	}
	for (size_t i = 0; i < conf->nnics; i++) {
		if (conf->nics[i].has_mac)
			add_card(s, conf->nics[i].mac, NULL);
		else
			warn("interface %s of the host configuration is "
			     "ignored: it has no MAC address, and names count "
			     "in a bond only",
			     conf->nics[i].name);
	}
}

/* No card is named by its address: every one of the machine will do. */
static bool any_card(const struct netconf *c)
{
	if (c->bond[0])
		return false;
	for (size_t i = 0; i < c->nnics; i++)
		if (c->nics[i].has_mac)
			return false;
	return true;
}

static void add_new_cards(struct netstate *s, const struct rtnl_link *links,
			  size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool known = false;

		if (!links[i].ethernet || links[i].enslaved || links[i].kind[0])
			continue;
		for (size_t k = 0; k < s->cards && !known; k++)
			known = !strcmp(s->card[k].conf.name, links[i].name);
		if (!known)
			add_card(s, NULL, links[i].name);
	}
}

/* A fixed address is all there shall be: no router may give another. */
static void refuse_ra(const struct rtnl_link *links, size_t count)
{
	char path[64];

	for (size_t i = 0; i < count; i++) {
		if (!links[i].ethernet || links[i].up)
			continue;
		snprintf(path, sizeof(path), "net/ipv6/conf/%s/accept_ra",
			 links[i].name);
		if (sysctl_write(path, "0"))
			warn("write %s:", path);
	}
}

int netstate_step(struct netstate *s, struct nl *nl,
		  const struct rtnl_link *links, size_t count)
{
	const struct netconf *c = s->conf;
	int bond = s->bond.index;

	if (c->bond[0] && bond_step(&s->bond, &s->bond_conf, s->since + GATHER,
				    nl, links, count))
		return -1;
	if (s->bond.index != bond)
		return 0; /* it is not among links yet */
	if (any_card(c))
		add_new_cards(s, links, count);
	if (c->mode == NET_STATIC)
		refuse_ra(links, count);
	for (size_t i = 0; i < s->cards; i++) {
		struct uplink *u = &s->card[i];

		if ((s->chosen && s->chosen != u) ||
		    (c->bond[0] && !s->bond.index) ||
		    (u->retry != CLOCK_NEVER && clock_now() < u->retry))
			continue;
		uplink_step(u, nl, links, count);
		dhcp6_step(&s->card6[i], u, links, count);
		if (c->mode == NET_STATIC)
			s->chosen = u->index ? u : NULL;
	}
	return 0;
}

/* Add one thing that is waited for; too many are cut off. */
static void add(char *out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void add(char *out, const char *fmt, ...)
{
	size_t n = strlen(out);
	va_list ap;

	n += (size_t)snprintf(out + n, WAIT_TEXT - n, "%s", n ? ", " : "");
	va_start(ap, fmt);
	if (n < WAIT_TEXT)
		vsnprintf(out + n, WAIT_TEXT - n, fmt, ap);
	va_end(ap);
}

static void add_absent(char *out, bool by_mac, const unsigned char *mac,
		       const char *name)
{
	char text[MAC_TEXT];

	if (by_mac)
		add(out,
		    "the network card with MAC address %s, which is not there",
		    mac_text(mac, text));
	else
		add(out, "the network card %s, which is not there", name);
}

static void add_bond_cards(const struct netstate *s,
			   const struct rtnl_link *links, size_t count,
			   char *out)
{
	for (size_t i = 0; i < s->conf->nnics; i++) {
		const struct card *nic = &s->conf->nics[i];

		if (!s->bond.leg[i] && !bond_find(nic, links, count))
			add_absent(out, nic->has_mac, nic->mac, nic->name);
	}
}

static void add_wait(const struct uplink *u, const struct rtnl_link *links,
		     size_t count, char *out)
{
	const struct rtnl_link *l = NULL;
	char mac[MAC_TEXT];

	for (size_t i = 0; i < count && !l; i++)
		if (u->conf.select == SELECT_NAME
			? !strcmp(links[i].name, u->conf.name)
			: links[i].ethernet &&
			      !memcmp(links[i].mac, u->conf.mac, 6))
			l = &links[i];
	if (!l) {
		add_absent(out, u->conf.select == SELECT_MAC, u->conf.mac,
			   u->conf.name);
		return;
	}
	mac_text(l->mac, mac);
	if (!u->index || !l->carrier)
		add(out, "a link on %s (%s)", l->name, mac);
	else if (u->conf.method == IP_STATIC)
		add(out, "the address to be usable on %s (%s)", l->name, mac);
	else
		add(out, "an address from DHCP or a router on %s (%s)", l->name,
		    mac);
}

void netstate_waits(const struct netstate *s, const struct rtnl_link *links,
		    size_t count, char *out)
{
	out[0] = '\0';
	if (s->conf->bond[0])
		add_bond_cards(s, links, count, out);
	for (size_t i = 0; i < s->cards; i++)
		if ((!s->chosen || s->chosen == &s->card[i]) &&
		    (!s->conf->bond[0] || s->bond.index))
			add_wait(&s->card[i], links, count, out);
	if (!out[0] && s->conf->bond[0])
		add(out, "the bond %s to be made", s->conf->bond);
	else if (!out[0])
		add(out, "a network card; there is none");
}

static void look_after(struct service *d)
{
	int wstatus;

	/* It has a pid although it is stopped: the card was pulled. */
	if (d->pid > 0 && waitpid(d->pid, &wstatus, WNOHANG) == d->pid &&
	    !service_exited(d, d->pid, wstatus))
		d->pid = 0;
	service_tick(d);
}

void netstate_children(struct netstate *s)
{
	for (size_t i = 0; i < s->cards; i++) {
		look_after(&s->card[i].dhcp);
		look_after(&s->card6[i].service);
	}
}

/* Stopped, but not reaped yet: service_stop() leaves its pid. */
static void reap(struct service *d)
{
	int wstatus, waited = 0;

	while (waitpid(d->pid, &wstatus, WNOHANG) == 0) {
		if (waited == END_WAIT)
			kill(d->pid, SIGKILL);
		usleep(TICK * 1000);
		waited += TICK;
	}
	d->pid = 0;
}

static void end(struct service *d)
{
	service_stop(d);
	if (d->pid > 0)
		reap(d);
}

void netstate_end_children(struct netstate *s, const struct uplink *keep)
{
	for (size_t i = 0; i < s->cards; i++) {
		if (&s->card[i] == keep)
			continue;
		end(&s->card[i].dhcp);
		end(&s->card6[i].service);
	}
}
