/* SPDX-License-Identifier: BSD-2-Clause */
#include "resume.h"

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
		else if (order > 0 && listed)
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

static int wake_all(struct device *d, const struct peers *t, int64_t until)
{
	static const struct timespec look = {0, LOOK * 1000000L};
	int called = 0;

	for (size_t i = 0; i < t->count; i++) {
		const struct peer *p = &t->peer[i];

		if (p->endpoint < 0)
			continue;
		while (!has_route(&t->endpoint[p->endpoint]) &&
		       clock_now() < until)
			nanosleep(&look, NULL);
		if (device_wake(d, p))
			return -1;
		called++;
	}
	return called;
}

int resume_wake(struct device *d, const struct resume *r)
{
	int64_t until = clock_now() + WAIT;
	int known = wake_all(d, &r->known, until), others;

	if (known < 0)
		return -1;
	others = wake_all(d, &r->others, until);
	return others < 0 ? -1 : known + others;
}
