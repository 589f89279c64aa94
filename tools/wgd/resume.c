/* SPDX-License-Identifier: BSD-2-Clause */
#include "resume.h"

#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../net/clock.h"

enum { WAIT = 10000, LOOK = 50 }; /* ms */

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

/* Has it networks, and none that one of the others has? */
static bool has_own(const struct peers *t, const struct peer *p,
		    const struct peers *others)
{
	for (size_t i = 0; i < p->nets; i++)
		for (size_t k = 0; k < others->nets; k++)
			if (!memcmp(&t->net[p->net + i], &others->net[k],
				    sizeof(*t->net)))
				return false;
	return p->nets > 0;
}

bool resume_listed(const struct handover *h, const struct wg_conf *conf)
{
	return conf->listed && h->number >= conf->floor;
}

int resume_sort(const struct handover *h, const struct peers *fixed,
		bool listed, struct resume *out)
{
	const struct peers *old = &h->peers;
	size_t i = 0, k = 0;

	if (make_room(&out->known, fixed, old))
		return -1;
	if (make_room(&out->others, fixed, old))
		return -1;
	while (i < fixed->count || k < old->count) {
		int order = peers_order(fixed, i, old, k);

		if (order <= 0)
			peers_append(&out->known, fixed, &fixed->peer[i]);
		if (order == 0)
			take_endpoint(&out->known, old, &old->peer[k]);
		else if (order > 0 && listed && has_own(old, &old->peer[k], fixed))
			peers_append(&out->others, old, &old->peer[k]);
		i += order <= 0;
		k += order >= 0;
	}
	return 0;
}

void resume_free(struct resume *r)
{
	peers_free(&r->known);
	peers_free(&r->others);
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

/* Those to whom there is a route now. Adds to *called; how many are left, or -1. */
static int wake_some(struct device *d, struct peers *t, int *called)
{
	int left = 0;

	for (size_t i = 0; i < t->count; i++) {
		struct peer *p = &t->peer[i];

		if (p->endpoint < 0)
			continue;
		if (!has_route(&t->endpoint[p->endpoint])) {
			left++;
			continue;
		}
		if (device_wake(d, p))
			return -1;
		p->endpoint = -1;
		++*called;
	}
	return left;
}

int resume_wake(struct device *d, struct resume *r)
{
	static const struct timespec look = {0, LOOK * 1000000L};
	int64_t until = clock_now() + WAIT;
	int called = 0;

	for (;;) {
		int known = wake_some(d, &r->known, &called);
		int others = wake_some(d, &r->others, &called);

		if (known < 0 || others < 0)
			return -1;
		if (known + others == 0 || clock_now() >= until)
			return called;
		nanosleep(&look, NULL);
	}
}
