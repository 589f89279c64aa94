// sources: tools/lib/addr.c tools/lib/mac.c tools/net/ifname.c tools/net/odd.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* ip= from the kernel command line: what is taken has to be usable. */
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "../../tools/net/ipparam.c"

static void check(const struct ip_conf *c)
{
	if (c->select == SELECT_NAME && !ifname_valid(c->name))
		abort();
	if (c->hostname[0] && !hostname_valid(c->hostname))
		abort();
	if (c->mtu && (c->mtu < MTU_MIN || c->mtu > MTU_MAX))
		abort();
	if (c->method == IP_STATIC && !c->address.addr.family)
		abort();
	if (c->method == IP_OFF && c->address.addr.family)
		abort();
	if (strlen(c->odd) >= sizeof(c->odd))
		abort();
	if (c->has_new_mac && c->select == SELECT_ANY)
		abort();
	if (c->peer.addr.family &&
	    (c->peer.addr.family != c->address.addr.family ||
	     !prefix_is_network(&c->peer)))
		abort();
	for (int i = 0; i < IPPARAM_DNS; i++)
		if (c->dns[i].family && !addr_is_host(&c->dns[i]))
			abort();
	if (c->address.addr.family &&
	    (!addr_is_host(&c->address.addr) || c->address.len == 0 ||
	     c->address.len > 8 * addr_size(c->address.addr.family)))
		abort();
	if (c->gateway.family && c->gateway.family != c->address.addr.family)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1); /* exact, so that ASan sees the end */
	struct ip_conf c;

	memcpy(text, data, size);
	text[size] = '\0';
	if (!ipparam_parse(text, &c))
		check(&c);
	free(text);
	return 0;
}
