/* SPDX-License-Identifier: BSD-2-Clause */
#include "lease.h"

#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

/*
 * Bounds on what a server may ask for. A lease of seconds would keep us busy
 * renewing; an MTU below 1280 would take IPv6 away.
 */
enum { SECONDS_MIN = 60, MTU_MIN = 1280, MTU_MAX = 9216, LIST_MAX = 1024 };

static bool host4(const char *text, struct addr *out)
{
	return addr_parse(text, out) && out->family == AF_INET &&
	       addr_is_host(out);
}

/*
 * Copy the next blank-separated word of *list to word. Returns 1, 0 at the
 * end, -1 if the word is too long to be an address or prefix.
 */
static int next_word(const char **list, char word[PREFIX_TEXT])
{
	size_t n;

	*list += strspn(*list, " ");
	n = strcspn(*list, " ");
	if (n == 0)
		return 0;
	if (n >= PREFIX_TEXT)
		return -1;
	memcpy(word, *list, n);
	word[n] = '\0';
	*list += n;
	return 1;
}

static bool parse_dns(const char *list, struct lease *out)
{
	char word[PREFIX_TEXT];
	struct addr a;
	int more;

	while ((more = next_word(&list, word)) == 1) {
		if (!host4(word, &a))
			return false;
		if (out->dns_count < LEASE_DNS)
			out->dns[out->dns_count++] = a;
	}
	return more == 0;
}

static bool add_route(struct lease *out, const struct prefix *dst,
		      const struct addr *gateway)
{
	struct lease_route *r = &out->route[out->route_count];

	if (out->route_count == LEASE_ROUTES)
		return false;
	r->dst = *dst;
	r->gateway = *gateway;
	out->route_count++;
	return true;
}

/* The first router is the default gateway; the others are checked only. */
static bool parse_router(const char *list, struct lease *out)
{
	static const struct prefix everywhere = {.addr = {.family = AF_INET}};
	char word[PREFIX_TEXT];
	struct addr a;
	int more;

	while ((more = next_word(&list, word)) == 1) {
		if (!host4(word, &a))
			return false;
		if (out->route_count == 0 && !add_route(out, &everywhere, &a))
			return false;
	}
	return more == 0;
}

/* Pairs "PREFIX GATEWAY"; gateway 0.0.0.0 means directly attached. */
static bool parse_routes(const char *list, struct lease *out)
{
	static const struct addr none;
	char dst[PREFIX_TEXT], via[PREFIX_TEXT];
	struct prefix p;
	struct addr a;
	int more;

	while ((more = next_word(&list, dst)) == 1) {
		if (next_word(&list, via) != 1 || !prefix_parse(dst, &p) ||
		    p.addr.family != AF_INET)
			return false;
		/* Routes to loopback or multicast would hijack the host. */
		if (p.len && (!addr_is_host(&p.addr) || p.len < 8))
			return false;
		if (!strcmp(via, "0.0.0.0")) {
			if (!add_route(out, &p, &none))
				return false;
		} else if (!host4(via, &a) || !add_route(out, &p, &a)) {
			return false;
		}
	}
	return more == 0;
}

/* get(name), with "too long" as missing, so no list keeps us busy. */
static const char *value(lease_get *get, const char *name)
{
	const char *v = get(name);

	return v && memchr(v, '\0', LIST_MAX) ? v : NULL;
}

const char *lease_parse(lease_get *get, struct lease *out)
{
	const char *v;
	unsigned long n;

	memset(out, 0, sizeof(*out));
	v = value(get, "ip");
	if (!v || !host4(v, &out->address.addr))
		return "ip";
	v = value(get, "mask");
	if (!v)
		v = value(get, "subnet");
	if (!v || !netmask_parse(v, AF_INET, &out->address.len) ||
	    out->address.len < 8)
		return "mask";
	v = value(get, "lease");
	if (!v || !number_parse(v, UINT32_MAX, &n) || n < SECONDS_MIN)
		return "lease";
	out->seconds = (uint32_t)n;
	v = value(get, "mtu");
	if (v && (!number_parse(v, MTU_MAX, &n) || n < MTU_MIN))
		return "mtu";
	out->mtu = v ? (unsigned int)n : 0;
	v = value(get, "dns");
	if (v && !parse_dns(v, out))
		return "dns";
	v = value(get, "staticroutes");
	if (v && *v)
		return parse_routes(v, out) ? NULL : "staticroutes";
	v = value(get, "router");
	return !v || parse_router(v, out) ? NULL : "router";
}
