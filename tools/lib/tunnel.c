/* SPDX-License-Identifier: BSD-2-Clause */
#include "tunnel.h"

#include <string.h>
#include <sys/socket.h>

#include "cmdline.h"

/* All networks of the options are 24 of 224 at most, and of IPv6 far fewer. */
enum { SHORTEST4 = 8, SHORTEST6 = 16, VALUE_MAX = 2048 };

/*
 * This host, link local (where a cloud's metadata and name servers are, and each
 * router's address), multicast and beyond; of IPv6 also what stands for IPv4.
 */
static const struct prefix special[] = {
	{{AF_INET, {0}}, 8},		{{AF_INET, {127}}, 8},
	{{AF_INET, {169, 254}}, 16},	{{AF_INET, {224}}, 3},
	{{AF_INET6, {0}}, 8},		{{AF_INET6, {0xfe, 0x80}}, 10},
	{{AF_INET6, {0xff}}, 8},
};

const char *tunnel_refused(const struct prefix *p)
{
	if (p->len < (p->addr.family == AF_INET ? SHORTEST4 : SHORTEST6))
		return "has a network shorter than /8 (IPv6: /16), where this "
		       "server's own traffic would go";
	for (size_t i = 0; i < sizeof(special) / sizeof(*special); i++)
		if (prefix_meets(p, &special[i]))
			return "has a network that is not of hosts (loopback, "
			       "link local, multicast, ...)";
	return NULL;
}

/* The networks of a list with commas, which is cut up. */
static void add(struct tunnel *t, char *list, size_t max)
{
	struct prefix *p = &t->net[t->count];
	char *word;

	while ((word = strsep(&list, ",")) && max) {
		if (!prefix_parse(word, p) || tunnel_refused(p))
			continue;
		prefix_mask(p++);
		t->count++;
		max--;
	}
}

void tunnel_read(const char *cmdline, struct tunnel *out)
{
	char value[VALUE_MAX];

	memset(out, 0, sizeof(*out));
	if (cmdline_find(cmdline, "wg.address", CMDLINE_LAST, value,
	    sizeof(value)) > 0)
		add(out, value, TUNNEL_ADDRESSES);
	if (cmdline_find(cmdline, "wg.allow", CMDLINE_LAST, value,
	    sizeof(value)) > 0)
		add(out, value, TUNNEL_ALLOWED);
}

bool tunnel_has(const struct tunnel *t, const struct addr *a)
{
	for (size_t i = 0; i < t->count; i++)
		if (prefix_contains(&t->net[i], a))
			return true;
	return false;
}

bool tunnel_holds(const struct tunnel *t, const struct prefix *p)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->net[i].len <= p->len &&
		    prefix_contains(&t->net[i], &p->addr))
			return true;
	return false;
}
