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

int idle_disconnect(struct hands *h, const struct watched *w, size_t i)
{
	if (!w->mark[i].value)
		return 0;
	return conntrack_forget(&h->conntrack, &h->request, &w->peers,
				&w->peers.peer[i]);
}

/*
 * The endpoints first: who has none, and no session, begins no connection. A
 * table may have changed size, but not since the dump.
 */
static int forget_due(struct hands *h, struct watched *w, const char **words)
{
	int count = 0;

	*words = h->device->genl.error;
	for (size_t i = 0; i < w->peers.count; i++)
		if (w->mark[i].due) {
			if (device_put(h->device, DEVICE_RENEW, &w->peers,
				       &w->peers.peer[i]))
				return -1;
			count++;
		}
	if (device_send(h->device))
		return -1;
	*words = h->conntrack.error;
	for (size_t i = 0; i < w->peers.count; i++)
		if (w->mark[i].due) {
			if (idle_disconnect(h, w, i))
				return -1;
			w->mark[i] = (struct mark){0};
		}
	return count;
}

int idle_check(struct hands *h, struct watched *const *w, size_t n,
	       unsigned int forget, uint32_t now, const char **words)
{
	struct look look = {.w = w, .n = n, .forget = forget, .now = now};
	int total = 0, count;

	*words = h->device->genl.error;
	if (device_dump(h->device, on_peer, &look) && errno != EAGAIN)
		return -1;
	for (size_t k = 0; k < n; k++) {
		count = forget_due(h, w[k], words);
		if (count < 0)
			return -1;
		total += count;
	}
	return total;
}
