// sources: tools/lib/cmdline.c tools/lib/tunnel.c tools/wg/peers.c tools/lib/addr.c tools/lib/num.c tools/st/base64.c tools/st/why.c
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A list of peers, and, behind an empty line, another that is applied to it.
 * What is taken is in order, and no network is in a table twice.
 */
#include <stdint.h>
#include <stdlib.h>

#include "../../tools/wg/peerlist.c"

static void require(int ok)
{
	if (!ok)
		abort();
}

static void check(const struct peers *t)
{
	require(t->count <= PEERS_MAX);
	for (size_t i = 0; i < t->count; i++) {
		const struct peer *p = &t->peer[i];

		require(p->nets > 0 && p->nets <= PEER_NETS &&
			p->net + p->nets <= t->nets);
		require(p->psk == PEER_NO_PSK || p->psk < t->psks);
		require(i == 0 || memcmp(p[-1].key, p->key, PEER_KEY) < 0);
		for (size_t k = 0; k < p->nets; k++)
			require(t->net[p->net + k].len > 0);
	}
}

/* The table that follows from old; old is freed. */
static struct peers next(struct peers old, const char *data, size_t size)
{
	struct why why = {""};
	struct peerlist list;
	struct peers new;

	if (peerlist_parse(data, size, &list, &why)) {
		require(why.text[0] != '\0');
		peerlist_free(&list);
		return old;
	}
	check(&list.peers);
	require(list.number > list.since);
	if (peerlist_apply(&old, &list, &new, &why)) {
		require(why.text[0] != '\0');
		peers_free(&new);
		new = old;
	} else {
		check(&new);
		peers_free(&old);
	}
	peerlist_free(&list);
	return new;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *cut = memmem(text, size, "\n\n", 2);
	size_t first = cut ? (size_t)(cut - text) + 1 : size;
	struct peers t = {0};

	require(sodium_init() >= 0);
	t = next(t, text, first);
	if (cut)
		t = next(t, cut + 2, size - first - 1);
	peers_free(&t);
	return 0;
}
