/* SPDX-License-Identifier: BSD-2-Clause */
#include "idle.h"

#include <errno.h>

struct look {
	struct watched *const *w;
	size_t n;
	unsigned int forget;
	uint32_t now;
};

static void see(const struct look *look, struct mark *m,
		const struct device_peer *p)
{
	uint64_t value = p->received;

	if (p->seconds)
		value = (uint64_t)p->seconds * 1000000000 +
			(uint64_t)p->nanoseconds;
	/* Not heard of since, but there is an address to be forgotten. */
	if (value)
		m->handed = false;
	else if (m->handed)
		value = 1;
	if (value != m->value) {
		m->value = value;
		m->since = look->now;
	}
	m->due = value && look->now - m->since >= look->forget;
}

static void on_peer(const struct device_peer *p, void *arg)
{
	const struct look *look = arg;

	for (size_t k = 0; k < look->n; k++) {
		struct watched *w = look->w[k];
		bool found;
		size_t i = peers_find(&w->peers, p->key, &found);

		if (!found)
			continue;
		see(look, &w->mark[i], p);
		if (w->peers.peer[i].endpoint >= 0 || !w->peers.peer[i].nets)
			w->mark[i].due = false;
		return;
	}
}

int idle_note(struct hands *h, const struct peers *t, const struct peer *p,
	      bool gone)
{
	for (size_t i = 0; i < p->nets; i++)
		if (conntrack_note(&h->conntrack, &t->net[p->net + i], gone))
			return -1;
	return 0;
}

/* Note the networks of those that are due, or of the others. */
static int note_all(struct hands *h, const struct watched *w, bool due)
{
	for (size_t i = 0; i < w->peers.count; i++)
		if (w->mark[i].due == due &&
		    idle_note(h, &w->peers, &w->peers.peer[i], due))
			return -1;
	return 0;
}

/* How many are due: they lose endpoint and session; or -1. */
static int renew_due(struct hands *h, struct watched *w)
{
	int count = 0;

	for (size_t i = 0; i < w->peers.count; i++)
		if (w->mark[i].due) {
			if (device_put(h->device, DEVICE_RENEW, &w->peers,
				       &w->peers.peer[i]))
				return -1;
			count++;
		}
	return count;
}

static int renew(struct hands *h, struct watched *const *w, size_t n)
{
	int total = 0, count;

	for (size_t k = 0; k < n; k++) {
		count = renew_due(h, w[k]);
		if (count < 0)
			return -1;
		total += count;
	}
	return device_send(h->device) ? -1 : total;
}

static int disconnect_due(struct hands *h, struct watched *const *w, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (note_all(h, w[k], true))
			return -1;
	for (size_t k = 0; k < n && h->conntrack.wide; k++)
		if (note_all(h, w[k], false))
			return -1;
	return conntrack_forget(&h->conntrack);
}

/*
 * The endpoints first: who has none, and no session, begins no connection. A
 * table may have changed size, but not since the dump.
 */
int idle_check(struct hands *h, struct watched *const *w, size_t n,
	       unsigned int forget, uint32_t now, const char **words)
{
	struct look look = {.w = w, .n = n, .forget = forget, .now = now};
	int total;

	*words = h->device->genl.error;
	if (device_dump(h->device, on_peer, &look) && errno != EAGAIN)
		return -1;
	total = renew(h, w, n);
	if (total <= 0)
		return total;
	*words = h->conntrack.all.error;
	if (disconnect_due(h, w, n))
		return -1;
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < w[k]->peers.count; i++)
			if (w[k]->mark[i].due)
				w[k]->mark[i] = (struct mark){0};
	return total;
}
