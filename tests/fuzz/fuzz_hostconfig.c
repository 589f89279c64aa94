// sources: tools/lib/addr.c tools/st/hostconfig.c tools/st/hostconfig_addr.c tools/st/hostconfig_nic.c tools/st/hostconfig_pointer.c tools/st/hostconfig_text.c tools/st/json.c tools/lib/mac.c tools/st/why.c tools/st/url_absolute.c
// libs: -ljansson
/* SPDX-License-Identifier: BSD-2-Clause */
/* A host configuration; its one spelling is read back as itself. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/st/hostconfig.h"

static void check(const struct hostconfig *h)
{
	if (h->mode == NETWORK_STATIC &&
	    (!addr_is_host(&h->host_ip.addr) || !addr_is_host(&h->gateway) ||
		h->host_ip.addr.family != h->gateway.family))
		abort();
	if (h->ndns > HOSTCONFIG_DNS || h->nnics > HOSTCONFIG_NICS ||
	    h->nurls == 0 || h->nurls > HOSTCONFIG_URLS)
		abort();
	if (h->bonding != BONDING_NONE &&
	    (h->nnics == 0 || h->bond_name[0] == '\0'))
		abort();
	for (size_t i = 0; i < h->nnics; i++)
		if (!h->nic[i].has_mac && h->nic[i].name[0] == '\0')
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hostconfig h, g;
	struct why why = { "" };
	char *text, *again;

	if (hostconfig_parse(data, size, &h, &why)) {
		if (why.text[0] == '\0' || h.pointer)
			abort();
		return 0;
	}
	check(&h);
	text = hostconfig_text(&h);
	hostconfig_free(&h);
	if (!text)
		abort();
	/* Indentation may make a long one too long. */
	if (strlen(text) <= HOSTCONFIG_MAX) {
		if (hostconfig_parse(text, strlen(text), &g, &why))
			abort();
		again = hostconfig_text(&g);
		if (!again || strcmp(text, again))
			abort();
		free(again);
		hostconfig_free(&g);
	}
	free(text);
	return 0;
}
