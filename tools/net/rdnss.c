/* SPDX-License-Identifier: BSD-2-Clause */
#include "rdnss.h"

#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

#include "clock.h"

/* The option (RFC 8106 section 5.1): type, length in 8 bytes, 2 reserved,
 * lifetime in seconds, addresses. */
enum { TYPE_RA = 134, OPTION_RDNSS = 25, LIFETIME = 4, HEAD = 8, ADDRESS = 16 };

static struct rdnss *entry(struct rdnss *table, int index)
{
	for (size_t i = 0; i < RDNSS_ROUTERS; i++)
		if (table[i].index == index)
			return &table[i];
	for (size_t i = 0; i < RDNSS_ROUTERS; i++) {
		if (table[i].index == 0) {
			table[i].index = index;
			return &table[i];
		}
	}
	return NULL;
}

static void drop(struct rdnss *r, size_t i)
{
	r->count--;
	memmove(&r->dns[i], &r->dns[i + 1], (r->count - i) * sizeof(*r->dns));
	memmove(&r->until[i], &r->until[i + 1],
		(r->count - i) * sizeof(*r->until));
}

static void update(struct rdnss *r, const struct addr *a, uint32_t seconds,
		   int64_t now)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		if (!memcmp(&r->dns[i], a, sizeof(*a)))
			break;
	if (i == RDNSS_MAX)
		return;
	if (!seconds) {
		if (i < r->count)
			drop(r, i);
		return;
	}
	r->dns[i] = *a;
	r->until[i] = seconds == UINT32_MAX ? CLOCK_NEVER
					    : now + (int64_t)seconds * 1000;
	if (i == r->count)
		r->count++;
}

void rdnss_read(struct rdnss *table, const unsigned char *p, size_t len,
		int64_t now)
{
	struct nduseroptmsg head;
	uint32_t seconds;
	struct rdnss *r;
	size_t size, at;

	if (len < sizeof(head))
		return;
	memcpy(&head, p, sizeof(head));
	p += sizeof(head);
	len -= sizeof(head);
	if (head.nduseropt_family != AF_INET6 ||
	    head.nduseropt_icmp_type != TYPE_RA ||
	    head.nduseropt_ifindex <= 0 || head.nduseropt_opts_len > len ||
	    head.nduseropt_opts_len < HEAD || p[0] != OPTION_RDNSS)
		return;
	size = (size_t)p[1] * 8;
	if (size > head.nduseropt_opts_len || size < HEAD + ADDRESS)
		return;
	r = entry(table, head.nduseropt_ifindex);
	if (!r)
		return;
	seconds = (uint32_t)p[LIFETIME] << 24 | (uint32_t)p[LIFETIME + 1] << 16 |
		  (uint32_t)p[LIFETIME + 2] << 8 | p[LIFETIME + 3];
	for (at = HEAD; at + ADDRESS <= size; at += ADDRESS) {
		struct addr a = {.family = AF_INET6};

		memcpy(a.bytes, p + at, ADDRESS);
		if (addr_is_host(&a))
			update(r, &a, seconds, now);
	}
}

int64_t rdnss_expire(struct rdnss *table, int64_t now)
{
	int64_t due = CLOCK_NEVER;

	for (size_t i = 0; i < RDNSS_ROUTERS; i++) {
		struct rdnss *r = &table[i];

		for (size_t k = r->count; k-- > 0;) {
			if (r->until[k] <= now)
				drop(r, k);
			else
				due = clock_min(due, r->until[k]);
		}
	}
	return due;
}

const struct rdnss *rdnss_find(const struct rdnss *table, int index)
{
	for (size_t i = 0; i < RDNSS_ROUTERS; i++)
		if (table[i].index == index)
			return &table[i];
	return NULL;
}

void rdnss_forget(struct rdnss *table, int index)
{
	for (size_t i = 0; i < RDNSS_ROUTERS; i++)
		if (table[i].index == index)
			memset(&table[i], 0, sizeof(table[i]));
}
