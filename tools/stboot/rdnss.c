/* SPDX-License-Identifier: BSD-2-Clause */
#include "rdnss.h"

#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

/* The option (RFC 8106 section 5.1): type, length in 8 bytes, 2 reserved,
 * lifetime in seconds, addresses. */
enum { TYPE_RA = 134, OPTION_RDNSS = 25, HEAD = 8, ADDRESS = 16 };

static struct rdnss *entry(struct rdnss *table, size_t n, int index)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (table[i].index == index)
			return &table[i];
	for (i = 0; i < n; i++) {
		if (table[i].index == 0) {
			table[i].index = index;
			return &table[i];
		}
	}
	return NULL;
}

static void update(struct rdnss *r, const struct addr *a, bool add)
{
	for (size_t i = 0; i < r->count; i++) {
		if (memcmp(&r->dns[i], a, sizeof(*a)))
			continue;
		if (!add) {
			r->count--;
			memmove(&r->dns[i], &r->dns[i + 1],
				(r->count - i) * sizeof(*r->dns));
		}
		return;
	}
	if (add && r->count < RDNSS_MAX)
		r->dns[r->count++] = *a;
}

void rdnss_read(struct rdnss *table, size_t n, const unsigned char *p,
		size_t len)
{
	struct nduseroptmsg head;
	struct rdnss *r;
	size_t size, at;
	bool add;

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
	r = entry(table, n, head.nduseropt_ifindex);
	if (!r)
		return;
	add = p[4] || p[5] || p[6] || p[7];
	for (at = HEAD; at + ADDRESS <= size; at += ADDRESS) {
		struct addr a = {.family = AF_INET6};

		memcpy(a.bytes, p + at, ADDRESS);
		if (addr_is_host(&a))
			update(r, &a, add);
	}
}
