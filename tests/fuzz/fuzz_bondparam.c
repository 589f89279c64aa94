// sources: tools/lib/addr.c tools/lib/mac.c tools/net/ifname.c tools/net/odd.c tools/net/vlan.c tools/lib/err.c tools/lib/netlink.c tools/lib/rtnl.c tools/lib/grow.c tools/net/clock.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* bond= and vlan= from the kernel command line: what is taken has to be usable. */
#include <stdint.h>
#include <stdlib.h>

#include "../../tools/net/bondparam.c"
#include "../../tools/net/vlan.h"

static void check(struct bond_conf *c)
{
	if (!ifname_valid(c->name) || c->mode < 0 || c->mode > BOND_MODE_ALB)
		abort();
	if (c->cards == 0 || c->cards > BOND_CARDS)
		abort();
	for (size_t i = 0; i < c->cards; i++)
		if (!c->card[i].has_mac && !ifname_valid(c->card[i].name))
			abort();
	if (c->options > BOND_OPTIONS || c->targets > BOND_TARGETS)
		abort();
	/* The driver refuses both, and does nothing without one of them. */
	if (!find(c, IFLA_BOND_MIIMON) == !find(c, IFLA_BOND_ARP_INTERVAL))
		abort();
	if (strlen(c->odd) >= sizeof(c->odd))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1); /* exact, so that ASan sees the end */
	struct bond_conf c;
	struct vlan v;

	memcpy(text, data, size);
	text[size] = '\0';
	if (!bond_parse(text, &c))
		check(&c);
	if (!vlan_parse(text, &v) && (v.id < 1 || v.id > 4094 ||
				      !ifname_valid(v.name)))
		abort();
	free(text);
	return 0;
}
