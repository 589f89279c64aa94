/* SPDX-License-Identifier: BSD-2-Clause */
#include "apply.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Note what the peer had and has no more. */
static int note_lost(struct hands *h, const struct peers *old,
		     const struct peer *p, const struct peers *new,
		     const struct peer *q)
{
	for (size_t i = 0; i < p->nets; i++) {
		const struct peer_net *n = &old->net[p->net + i];
		size_t k = 0;

		while (k < q->nets && memcmp(n, &new->net[q->net + k],
					     sizeof(*n)))
			k++;
		if (k == q->nets && conntrack_note(&h->conntrack, n, true))
			return -1;
	}
	return 0;
}

/*
 * When the kernel has the new peers: who is gone begins no connection any more.
 * Those of a list have no network in one of the configured peers (judge.c), so
 * only the list's own may stay in one that goes.
 */
static int disconnect(struct hands *h, const struct peers *new)
{
	for (size_t i = 0; i < new->nets && h->conntrack.wide; i++)
		if (conntrack_note(&h->conntrack, &new->net[i], false))
			return -1;
	return conntrack_forget(&h->conntrack);
}

static int diff(struct hands *h, const struct watched *w,
		const struct peers *new, struct mark *mark,
		struct applied *did, const char **words)
{
	const struct peers *old = &w->peers;
	size_t i = 0, k = 0;

	while (i < old->count || k < new->count) {
		int order = peers_order(old, i, new, k);
		int bad = 0;

		if (order < 0) {
			bad = device_put(h->device, DEVICE_REMOVE, old,
					 &old->peer[i]) ||
			      idle_note(h, old, &old->peer[i], true);
			did->removed++;
		} else if (order > 0) {
			bad = device_put(h->device, DEVICE_ADD, new,
					 &new->peer[k]);
			did->added++;
		} else {
			mark[k] = w->mark[i];
			if (!peers_same(old, &old->peer[i], new,
					&new->peer[k])) {
				bad = device_put(h->device, DEVICE_CHANGE, new,
						 &new->peer[k]) ||
				      note_lost(h, old, &old->peer[i], new,
						&new->peer[k]);
				did->changed++;
			}
		}
		if (bad)
			return -1;
		i += order <= 0;
		k += order >= 0;
	}
	if (device_send(h->device))
		return -1;
	*words = h->conntrack.all.error;
	return disconnect(h, new);
}

int apply(struct hands *h, struct watched *w, struct peers *new,
	  struct applied *did, const char **words)
{
	struct mark *mark = calloc(new->count + 1, sizeof(*mark));

	memset(did, 0, sizeof(*did));
	*words = h->device->genl.error;
	if (!mark)
		return -1;
	if (diff(h, w, new, mark, did, words)) {
		free(mark);
		return -1;
	}
	peers_free(&w->peers);
	free(w->mark);
	w->peers = *new;
	w->mark = mark;
	memset(new, 0, sizeof(*new));
	return 0;
}

struct adopting {
	struct watched *const *w;
	size_t n, count, room;
	struct peer *peer;
	bool failed;
};

static void on_peer(const struct device_peer *p, void *arg)
{
	struct adopting *a = arg;
	struct peer *more;
	bool found = false;

	for (size_t k = 1; k < a->n && !found; k++)
		peers_find(&a->w[k]->peers, p->key, &found);
	if (found || a->failed)
		return;
	if (a->count == a->room) {
		a->room = a->room ? 2 * a->room : 64;
		more = reallocarray(a->peer, a->room, sizeof(*more));
		if (!more) {
			a->failed = true;
			return;
		}
		a->peer = more;
	}
	a->peer[a->count] = (struct peer){.psk = PEER_NO_PSK, .endpoint = -1};
	memcpy(a->peer[a->count++].key, p->key, PEER_KEY);
}

static int by_key(const void *a, const void *b)
{
	const struct peer *p = a, *q = b;

	return memcmp(p->key, q->key, PEER_KEY);
}

int apply_adopt(struct hands *h, struct watched *const *w, size_t n,
		const char **words)
{
	struct adopting a = {.w = w, .n = n};
	struct watched *to = w[0];
	int bad;

	*words = h->device->genl.error;
	bad = device_dump(h->device, on_peer, &a);
	if (!bad && a.failed) {
		errno = ENOMEM;
		bad = -1;
	}
	if (!bad)
		bad = peers_init(&to->peers, a.count, 0, 0, 0);
	if (!bad) {
		if (a.count)
			memcpy(to->peers.peer, a.peer,
			       a.count * sizeof(*a.peer));
		to->peers.count = a.count;
		qsort(to->peers.peer, a.count, sizeof(*a.peer), by_key);
		to->mark = calloc(a.count + 1, sizeof(*to->mark));
		bad = to->mark ? 0 : -1;
	}
	free(a.peer);
	return bad;
}
