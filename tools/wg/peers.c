/* SPDX-License-Identifier: BSD-2-Clause */
#include "peers.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "addr.h"

int peers_init(struct peers *t, size_t peers, size_t nets, size_t psks,
	       size_t endpoints)
{
	memset(t, 0, sizeof(*t));
	t->peer = calloc(peers + 1, sizeof(*t->peer));
	t->net = calloc(nets + 1, sizeof(*t->net));
	t->psk = sodium_malloc((psks + 1) * sizeof(*t->psk));
	t->endpoint = calloc(endpoints + 1, sizeof(*t->endpoint));
	return t->peer && t->net && t->psk && t->endpoint ? 0 : -1;
}

void peers_free(struct peers *t)
{
	free(t->peer);
	free(t->net);
	sodium_free(t->psk); /* wipes it first */
	free(t->endpoint);
	memset(t, 0, sizeof(*t));
}

size_t peers_find(const struct peers *t, const unsigned char *key, bool *found)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = memcmp(t->peer[mid].key, key, PEER_KEY);

		if (order == 0) {
			*found = true;
			return mid;
		}
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	*found = false;
	return low;
}

void peers_append(struct peers *t, const struct peers *from,
		  const struct peer *p)
{
	struct peer *q = &t->peer[t->count++];

	*q = *p;
	q->net = (uint32_t)t->nets;
	memcpy(t->net + t->nets, from->net + p->net,
	       p->nets * sizeof(*t->net));
	t->nets += p->nets;
	if (p->psk != PEER_NO_PSK) {
		q->psk = (uint32_t)t->psks;
		memcpy(t->psk[t->psks++], from->psk[p->psk], PEER_KEY);
	}
	if (p->endpoint >= 0) {
		q->endpoint = (int16_t)t->endpoints;
		t->endpoint[t->endpoints++] = from->endpoint[p->endpoint];
	}
}

bool peers_same(const struct peers *a, const struct peer *p,
		const struct peers *b, const struct peer *q)
{
	if (p->nets != q->nets || p->keepalive != q->keepalive ||
	    (p->psk == PEER_NO_PSK) != (q->psk == PEER_NO_PSK) ||
	    (p->endpoint < 0) != (q->endpoint < 0))
		return false;
	if (p->psk != PEER_NO_PSK &&
	    sodium_memcmp(a->psk[p->psk], b->psk[q->psk], PEER_KEY))
		return false;
	if (p->endpoint >= 0 &&
	    memcmp(&a->endpoint[p->endpoint], &b->endpoint[q->endpoint],
		   sizeof(*a->endpoint)))
		return false;
	return !memcmp(a->net + p->net, b->net + q->net,
		       p->nets * sizeof(*a->net));
}

/*
 * A table of hashes: sorting the networks of twenty thousand peers takes
 * several times as long. SipHash with a key of this process, so that nobody can
 * make a list whose networks all collide.
 */
const struct peer_net *peers_twice(const struct peers *t, bool *oom)
{
	unsigned char key[crypto_shorthash_KEYBYTES];
	const struct peer_net *twice = NULL;
	size_t size = 16;
	uint32_t *slot;
	uint64_t hash;

	while (size < 2 * t->nets)
		size *= 2;
	slot = calloc(size, sizeof(*slot));
	*oom = !slot;
	if (!slot)
		return NULL;
	crypto_shorthash_keygen(key);
	for (size_t i = 0; i < t->nets && !twice; i++) {
		const struct peer_net *n = &t->net[i];

		crypto_shorthash((unsigned char *)&hash,
				 (const unsigned char *)n, sizeof(*n), key);
		hash &= size - 1;
		while (slot[hash] && memcmp(&t->net[slot[hash] - 1], n,
					    sizeof(*n)))
			hash = (hash + 1) & (size - 1);
		if (slot[hash])
			twice = n;
		slot[hash] = (uint32_t)i + 1;
	}
	free(slot);
	return twice;
}

const char *peer_net_take(const struct prefix *p, struct peer_net *out)
{
	struct prefix net = *p;

	prefix_mask(&net);
	out->family = (uint8_t)net.addr.family;
	out->len = (uint8_t)net.len;
	memcpy(out->bytes, net.addr.bytes, sizeof(out->bytes));
	return tunnel_refused(&net);
}

struct prefix peer_net_prefix(const struct peer_net *n)
{
	struct prefix p = {.addr.family = n->family, .len = n->len};

	memcpy(p.addr.bytes, n->bytes, sizeof(n->bytes));
	return p;
}

const struct peer_net *peers_outside(const struct peers *t,
				     const struct tunnel *tunnel)
{
	for (size_t i = 0; i < t->nets; i++) {
		struct prefix p = peer_net_prefix(&t->net[i]);

		if (!tunnel_holds(tunnel, &p))
			return &t->net[i];
	}
	return NULL;
}

/* The first of count networks that meets one of the other table. */
static const struct peer_net *meets(const struct peer_net *net, size_t count,
				    const struct peers *other)
{
	for (size_t k = 0; k < other->nets; k++) {
		struct prefix q = peer_net_prefix(&other->net[k]);

		for (size_t i = 0; i < count; i++) {
			struct prefix p = peer_net_prefix(&net[i]);

			if (prefix_meets(&p, &q))
				return &net[i];
		}
	}
	return NULL;
}

const struct peer_net *peers_meet(const struct peers *t,
				  const struct peers *other)
{
	return meets(t->net, t->nets, other);
}

bool peer_meets(const struct peers *t, const struct peer *p,
		const struct peers *other)
{
	return meets(t->net + p->net, p->nets, other);
}

const char *peer_net_text(const struct peer_net *n, char *out)
{
	struct prefix p = peer_net_prefix(n);

	return prefix_text(&p, out);
}

int peers_order(const struct peers *a, size_t i, const struct peers *b,
		size_t k)
{
	if (i == a->count)
		return 1;
	if (k == b->count)
		return -1;
	return memcmp(a->peer[i].key, b->peer[k].key, PEER_KEY);
}
