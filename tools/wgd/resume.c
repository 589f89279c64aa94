/* SPDX-License-Identifier: BSD-2-Clause */
#include "resume.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../net/clock.h"

enum {
	LOOK = 50,  /* ms between two looks for routes */
	ENOUGH = 8, /* peers without one, to give up a quick look */
};

/* Room for all of both. */
static int make_room(struct peers *t, const struct peers *a,
		     const struct peers *b)
{
	return peers_init(t, a->count + b->count, a->nets + b->nets,
			  a->psks + b->psks, a->endpoints + b->endpoints);
}

static void take_endpoint(struct peers *t, const struct peers *from,
			  const struct peer *p)
{
	struct peer *to = &t->peer[t->count - 1];

	if (to->endpoint >= 0 || p->endpoint < 0)
		return;
	to->endpoint = (int16_t)t->endpoints;
	t->endpoint[t->endpoints++] = from->endpoint[p->endpoint];
}

/* Has it networks, and none that is not the tunnel's or one of the others has? */
static bool has_own(const struct peers *t, const struct peer *p,
		    const struct peers *others, const struct tunnel *tunnel)
{
	for (size_t i = 0; i < p->nets; i++) {
		struct prefix n = peer_net_prefix(&t->net[p->net + i]);

		if (!tunnel_holds(tunnel, &n))
			return false;
	}
	return p->nets > 0 && !peer_meets(t, p, others);
}

bool resume_listed(const struct handover *h, const struct wg_conf *conf)
{
	return conf->listed && h->number >= conf->floor;
}

static void note_used(struct resume *r, const struct peers *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->peer[i].endpoint >= 0)
			r->used[r->used_count++] =
			    (struct resume_peer){t, &t->peer[i]};
}

int resume_sort(const struct handover *h, const struct wg_conf *conf,
		const struct peers *fixed, struct resume *out)
{
	const struct peers *old = &h->peers;
	bool listed = resume_listed(h, conf);
	size_t i = 0, k = 0;

	memset(out, 0, sizeof(*out));
	out->used = calloc(fixed->endpoints + old->endpoints + 1,
			   sizeof(*out->used));
	if (!out->used || make_room(&out->known, fixed, old) ||
	    make_room(&out->others, fixed, old))
		return -1;
	while (i < fixed->count || k < old->count) {
		int order = peers_order(fixed, i, old, k);

		if (order <= 0)
			peers_append(&out->known, fixed, &fixed->peer[i]);
		if (order == 0)
			take_endpoint(&out->known, old, &old->peer[k]);
		else if (order > 0 && listed &&
			 has_own(old, &old->peer[k], fixed, &conf->tunnel))
			peers_append(&out->others, old, &old->peer[k]);
		i += order <= 0;
		k += order >= 0;
	}
	note_used(out, &out->known);
	note_used(out, &out->others);
	return 0;
}

void resume_free(struct resume *r)
{
	peers_free(&r->known);
	peers_free(&r->others);
	free(r->used);
	r->used = NULL;
}

/* connect() asks the routing table, and sends nothing. */
static bool has_route(const struct peer_endpoint *e)
{
	int fd = socket(e->addr.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool has;

	if (fd < 0)
		return false;
	has = !connect(fd, (const struct sockaddr *)&e->addr, e->len);
	close(fd);
	return has;
}

static void swap(struct resume *r, size_t i, size_t k)
{
	struct resume_peer this = r->used[i];

	r->used[i] = r->used[k];
	r->used[k] = this;
}

static int wake_some(struct device *d, struct resume *r, size_t added,
		     bool whole)
{
	unsigned none[2] = {0, 0}; /* IPv4, IPv6: without a route */

	for (size_t i = r->tried; i < added; i++) {
		const struct peer *p = r->used[i].peer;
		const struct peer_endpoint *e =
		    &r->used[i].table->endpoint[p->endpoint];
		bool six = e->addr.ss_family == AF_INET6;

		if (none[six] == ENOUGH)
			continue;
		if (has_route(e)) {
			swap(r, i, r->tried++);
			if (device_wake(d, p))
				return -1;
			r->called++;
		} else if (!whole) {
			/*
			 * Most wait for the same, the network. If it is only
			 * these, the next look does not begin with them.
			 */
			none[six]++;
			swap(r, i, added - 1);
		}
	}
	return 0;
}

int resume_wake(struct device *d, struct resume *r, size_t added, int64_t until)
{
	static const struct timespec look = {0, LOOK * 1000000L};

	for (;;) {
		if (wake_some(d, r, added, until != 0))
			return -1;
		if (r->tried == added || clock_now() >= until)
			return 0;
		nanosleep(&look, NULL);
	}
}
