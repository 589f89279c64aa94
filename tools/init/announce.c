/* SPDX-License-Identifier: BSD-2-Clause */
#include "announce.h"

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "err.h"

/* More addresses than a server has; then the oldest may be said twice. */
enum { KNOWN_MAX = 32 };

static struct {
	int index; /* 0: free */
	struct prefix prefix;
	bool seen; /* since announce_begin() */
} known[KNOWN_MAX];
static size_t oldest;

/* Its place in the table, or -1. */
static int find(const struct rtnl_addr *a)
{
	for (int i = 0; i < KNOWN_MAX; i++)
		if (known[i].index == a->index &&
		    known[i].prefix.len == a->prefix.len &&
		    !memcmp(&known[i].prefix.addr, &a->prefix.addr,
			    sizeof(a->prefix.addr)))
			return i;
	return -1;
}

void announce_add(const char *interface, const struct rtnl_addr *a)
{
	char text[PREFIX_TEXT];
	int at = find(a);
	size_t i;

	prefix_text(&a->prefix, text);
	if (a->flags & IFA_F_DADFAILED) {
		warn("%s on %s is used by another host", text, interface);
		return;
	}
	if (at >= 0)
		known[at].seen = true;
	if (!rtnl_addr_usable(a) || at >= 0)
		return;
	for (i = 0; i < KNOWN_MAX && known[i].index; i++)
		;
	if (i == KNOWN_MAX) {
		i = oldest;
		oldest = (oldest + 1) % KNOWN_MAX;
	}
	known[i].index = a->index;
	known[i].prefix = a->prefix;
	known[i].seen = true;
	printf("mayfly: address interface=%s address=%s\n", interface, text);
}

void announce_remove(const struct rtnl_addr *a)
{
	int i = find(a);

	if (i >= 0)
		known[i].index = 0;
}

void announce_begin(void)
{
	for (int i = 0; i < KNOWN_MAX; i++)
		known[i].seen = false;
}

void announce_end(void)
{
	for (int i = 0; i < KNOWN_MAX; i++)
		if (!known[i].seen)
			known[i].index = 0;
}

bool announce_any(int index)
{
	for (int i = 0; i < KNOWN_MAX; i++)
		if (known[i].index && (!index || known[i].index == index))
			return true;
	return false;
}
