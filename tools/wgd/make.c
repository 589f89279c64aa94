/* SPDX-License-Identifier: BSD-2-Clause */
#include "make.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../wg/alias.h"
#include "calls.h"
#include "complain.h"
#include "device.h"
#include "err.h"
#include "handover.h"
#include "resume.h"
#include "routes.h"
#include "rtnl.h"

/*
 * The interface gets its final name last, when it is up, routed and announced.
 * So wg0 exists only complete, and what a killed run left behind has another
 * name and can be deleted. The packet filter's wg+ matches both names.
 */
#define UNFINISHED "wg0new"

enum {
	BATCH = 64,   /* peers, two or three messages, between two looks for routes */
	WAIT = 10000, /* ms for a route to the last of them */
};

/* The private key, and all memory it passes through: locked. */
struct secret {
	unsigned char key[WG_KEY];
	struct device device;
	struct handover handed; /* of the kernel before this one */
};

/* What is being made, of what. */
struct making {
	struct nl *route;
	const struct wg_conf *conf;
	const struct fixed *fixed;
	struct secret *secret;
	struct resume peers;
	unsigned char public[WG_KEY];
	int index;
};

static struct secret *secret_new(void)
{
	struct secret *s = sodium_malloc(sizeof(*s));

	if (!s)
		die(EXIT_UNKNOWN, "lock %zu bytes in memory:", sizeof(*s));
	sodium_memzero(s, sizeof(*s));
	s->device.genl.fd = -1;
	return s;
}

/*
 * The private key that was handed over, or a new one, clamped as X25519 wants it;
 * and its public half.
 */
static int make_key(struct making *m)
{
	struct secret *s = m->secret;

	if (s->handed.present) {
		memcpy(s->key, s->handed.key, WG_KEY);
		sodium_memzero(s->handed.key, WG_KEY);
	} else if (getrandom(s->key, WG_KEY, 0) != WG_KEY) {
		/* Flags 0: waits until the kernel's generator is seeded. */
		return -1;
	}
	s->key[0] &= 248;
	s->key[31] = (unsigned char)((s->key[31] & 127) | 64);
	return crypto_scalarmult_curve25519_base(m->public, s->key);
}

/* Delete the interface of that name if there is one. */
static int remove_link(struct nl *route, const char *name)
{
	struct rtnl_link link;

	if (rtnl_link_find(route, name, &link))
		return errno == ENODEV ? 0 : -1;
	return rtnl_link_delete(route, link.index);
}

/* All but its peers: it is up, and the way to their networks. */
static int configure(struct making *m)
{
	/* No duplicate detection: there are no neighbours in a tunnel. */
	static const struct rtnl_addr_how how = {
	    .flags = IFA_F_NODAD,
	    .seconds = (uint32_t)RTNL_FOREVER,
	    .proto = RTPROT_STATIC,
	};
	const struct wg_conf *conf = m->conf;
	struct device *d = &m->secret->device;
	struct nl *route = m->route;
	struct rtnl_link link;

	if (rtnl_link_create(route, UNFINISHED, "wireguard"))
		return complain("create a WireGuard interface", route->error);
	if (rtnl_link_find(route, UNFINISHED, &link))
		return complain("find the new interface", route->error);
	m->index = link.index;
	if (device_open(d, m->index) || device_key(d, m->secret->key, conf->port,
						   m->fixed->fwmark))
		return complain("set key and port", d->genl.error);
	explicit_bzero(m->secret->key, WG_KEY);
	for (size_t i = 0; i < conf->address_count; i++)
		if (rtnl_addr_add(route, m->index, &conf->address[i], &how))
			return complain("set the address", route->error);
	if (rtnl_link_set_up(route, m->index, true))
		return complain("bring the interface up", route->error);
	if (routes_add(route, m->index, &conf->tunnel))
		return complain("set the routes to the tunnel", route->error);
	return EXIT_YES;
}

/*
 * What is put is sent, and the first `added` of those in use are called if there is
 * a route to them. That one cannot be called is no reason to cut off all others.
 */
static int flush_peers(struct making *m, size_t added, int64_t until)
{
	struct device *d = &m->secret->device;
	bool said = false;

	if (device_send(d))
		return -1;
	while (m->secret->handed.present &&
	       resume_wake(d, &m->peers, added, until)) {
		if (!said)
			complain("call a peer", d->genl.error);
		said = true;
	}
	return 0;
}

static int put_peers(struct making *m)
{
	const struct peers *const tables[] = {&m->peers.known, &m->peers.others};
	struct device *d = &m->secret->device;
	struct resume *r = &m->peers;
	size_t n = 0;

	/* Those in use first: the kernel takes its time for thousands. */
	for (size_t i = 0; i < r->used_count; i++)
		if (device_put(d, DEVICE_ADD, r->used[i].table, r->used[i].peer) ||
		    ((i + 1) % BATCH == 0 && flush_peers(m, i + 1, 0)))
			return -1;
	if (flush_peers(m, r->used_count, 0))
		return -1;
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < tables[k]->count; i++)
			if (tables[k]->peer[i].endpoint < 0 &&
			    (device_put(d, DEVICE_ADD, tables[k],
					&tables[k]->peer[i]) ||
			     (++n % BATCH == 0 && flush_peers(m, r->used_count, 0))))
				return -1;
	return flush_peers(m, r->used_count, 0);
}

static int print_line(const struct making *m)
{
	char text[sodium_base64_ENCODED_LEN(WG_KEY,
					    sodium_base64_VARIANT_ORIGINAL)];

	sodium_bin2base64(text, sizeof(text), m->public, WG_KEY,
			  sodium_base64_VARIANT_ORIGINAL);
	printf("mayfly: wireguard interface=" MAKE_INTERFACE
	       " port=%d publickey=%s\n",
	       m->conf->port, text);
	if (fflush(stdout) || ferror(stdout))
		return complain("write the public key", "");
	return EXIT_YES;
}

/* Without a list where there is to be one, nobody can use this server yet. */
static int note_wait(struct making *m)
{
	const struct handover *h = &m->secret->handed;
	bool handed = h->present && resume_listed(h, m->conf) &&
	    (h->number || m->peers.others.count);

	if (!m->conf->listed || handed ||
	    !rtnl_link_set_alias(m->route, m->index, ALIAS_WAITS))
		return EXIT_YES;
	return complain("note that a list is to come", m->route->error);
}

/*
 * From "configured" to wg0. The line comes before the name: who sees wg0 can
 * rely on the line, and a run that was killed in between is done over.
 */
static int publish(struct making *m)
{
	int status = note_wait(m);

	if (status == EXIT_YES)
		status = print_line(m);
	if (status == EXIT_YES &&
	    rtnl_link_rename(m->route, m->index, MAKE_INTERFACE))
		return complain("name the interface " MAKE_INTERFACE,
				m->route->error);
	return status;
}

/*
 * The interface is there, with what was handed over: the file's other half is for
 * the keeper, and who was not called yet may wait for a route.
 */
static void go_on(struct making *m)
{
	handover_hide(STDIN_FILENO);
	flush_peers(m, m->peers.used_count, clock_now() + WAIT);
	printf("mayfly: handover peers=%zu called=%zu\n",
	       m->peers.known.count + m->peers.others.count, m->peers.called);
	fflush(stdout);
}

static int make_parts(struct making *m)
{
	const struct handover *handed = &m->secret->handed;
	struct device *d = &m->secret->device;
	int status;

	if (make_key(m))
		return complain("make a key", "");
	if (resume_sort(handed, m->conf, &m->fixed->peers, &m->peers))
		status = complain("keep the peers", "");
	else
		status = configure(m);
	if (status == EXIT_YES && put_peers(m))
		status = complain("set the peers", d->genl.error);
	if (status == EXIT_YES)
		status = publish(m);
	if (status == EXIT_YES && handed->present)
		go_on(m);
	device_close(d);
	/* Half a server is worse than none. */
	if (status != EXIT_YES)
		remove_link(m->route, UNFINISHED);
	resume_free(&m->peers);
	return status;
}

int make_interface(struct nl *route, const struct wg_conf *conf,
		   const struct fixed *fixed)
{
	struct making m = {.route = route, .conf = conf, .fixed = fixed};
	struct secret *s;
	struct rtnl_link old;
	int status;

	calls_of_once(handover_exists(STDIN_FILENO));
	if (!rtnl_link_find(route, MAKE_INTERFACE, &old)) {
		/* A run that was ended while it called the peers. */
		if (handover_exists(STDIN_FILENO)) {
			handover_hide(STDIN_FILENO);
			return EXIT_YES;
		}
		warn(MAKE_INTERFACE " exists. A new key would cut off its "
		     "peers: delete it first if that is wanted");
		return EXIT_NO;
	}
	if (errno != ENODEV)
		return complain("list interfaces", route->error);
	if (remove_link(route, UNFINISHED))
		return complain("delete " UNFINISHED, route->error);
	m.secret = s = secret_new();
	handover_load(STDIN_FILENO, true, &s->handed);
	if (!s->handed.present)
		handover_wipe(STDIN_FILENO);
	status = make_parts(&m);
	if (status != EXIT_YES && s->handed.present) {
		warn("what was handed over is given up: the next try makes a "
		     "new key");
		handover_wipe(STDIN_FILENO);
	}
	handover_free(&s->handed);
	sodium_free(s); /* wipes it first */
	return status;
}
