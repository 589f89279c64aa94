// sources: tools/lib/cmdline.c tools/lib/tunnel.c tools/wg/peers.c tools/lib/addr.c
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/* A file in the syntax of wg setconf. */
#include <stdint.h>
#include <stdlib.h>

#include "../../tools/wgd/conf.c"

static void require(int ok)
{
	if (!ok)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char why[256] = "";
	struct conf c;

	require(sodium_init() >= 0);
	if (conf_parse((const char *)data, size, &c, NULL, why,
	    sizeof(why))) {
		require(why[0] != '\0');
	} else {
		const struct peers *t = &c.peers;

		for (size_t i = 0; i < t->count; i++) {
			const struct peer *p = &t->peer[i];

			require(p->nets > 0 && p->nets <= PEER_NETS &&
				p->net + p->nets <= t->nets);
			require(p->psk == PEER_NO_PSK || p->psk < t->psks);
			require(p->endpoint < (int)t->endpoints);
			require(i == 0 ||
				memcmp(p[-1].key, p->key, PEER_KEY) < 0);
		}
	}
	peers_free(&c.peers);
	return 0;
}
