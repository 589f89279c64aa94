// sources: tools/lib/tunnel.c tools/lib/addr.c tools/lib/num.c
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/* A kernel command line with wg.* options. */
#include <stdint.h>
#include <stdlib.h>

#include "../../tools/lib/cmdline.c"
#include "../../tools/lib/wgport.c"
#include "../../tools/wgd/param.c"

static void check(const struct wg_conf *c)
{
	if (c->port < 1 || c->port > 65535 || c->address_count == 0 ||
	    c->address_count > TUNNEL_ADDRESSES || c->peer_count > WG_PEERS)
		abort();
	for (size_t i = 0; i < c->address_count; i++)
		if (!addr_is_host(&c->address[i].addr))
			abort();
	for (size_t i = 0; i < c->peer_count; i++) {
		const struct wg_peer *p = &c->peer[i];

		if (p->allowed_count == 0 || p->allowed_count > WG_PEER_NETS ||
		    sodium_is_zero(p->key, WG_KEY))
			abort();
		for (size_t k = 0; k < p->allowed_count; k++)
			if (!prefix_is_network(&p->allowed[k]) ||
			    tunnel_refused(&p->allowed[k]))
				abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct wg_conf c;
	char why[256], *text;

	if (size >= CMDLINE_MAX) /* cmdline_read() refuses it */
		return 0;
	text = malloc(size + 1);
	memcpy(text, data, size);
	text[size] = '\0';
	if (!param_parse(text, &c, why, sizeof(why)))
		check(&c);
	else if (!strstr(why, "wg."))
		abort(); /* an error that names no option */
	free(text);
	return 0;
}
