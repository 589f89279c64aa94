/* SPDX-License-Identifier: BSD-2-Clause */
#include "lease.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/*
 * Bounds on what a server may ask for. A lease of seconds would keep us busy
 * renewing; without a time, udhcpc takes an hour, too. An MTU below 1280 would
 * take IPv6 away.
 */
enum {
	SECONDS_MIN = 60,
	SECONDS_DEFAULT = 3600,
	MTU_MIN = 1280,
	MTU_MAX = 9216,
	MASK_MIN = 8,
};

/* What stands for the end of odd when there is no more room. */
static const char more[] = " ...";

void lease_odd(char odd[LEASE_ODD], const char *fmt, ...)
{
	size_t room = LEASE_ODD - sizeof(more), n = strlen(odd);
	va_list ap;
	int len;

	if (n >= room)
		return;
	if (n) {
		odd[n++] = ',';
		odd[n++] = ' ';
	}
	va_start(ap, fmt);
	len = vsnprintf(odd + n, LEASE_ODD - n, fmt, ap);
	va_end(ap);
	if (len < 0)
		odd[n] = '\0';
	else if (n + (size_t)len >= room)
		strcpy(odd + room, more);
}

static bool host4(const char *text, struct addr *out)
{
	return addr_parse(text, out) && out->family == AF_INET &&
	       addr_is_host(out);
}

/* Who can be asked, or sent through: a host that is not this one. */
static bool other(const struct lease *l, const char *text, struct addr *out)
{
	return host4(text, out) && memcmp(out, &l->address.addr, sizeof(*out));
}

bool lease_word(const char **list, char word[PREFIX_TEXT])
{
	size_t n;

	*list += strspn(*list, " ");
	n = strcspn(*list, " ");
	snprintf(word, PREFIX_TEXT, "%.*s",
		 n < PREFIX_TEXT ? (int)n : PREFIX_TEXT - 1, *list);
	*list += n;
	return n > 0;
}

static void parse_dns(const char *list, struct lease *out)
{
	char word[PREFIX_TEXT];
	struct addr a;

	while (lease_word(&list, word)) {
		if (!host4(word, &a))
			lease_odd(out->odd, "dns \"%s\"", word);
		else if (out->dns_count < LEASE_DNS)
			out->dns[out->dns_count++] = a;
	}
}

/*
 * The first of two routes to one destination counts. What does not fit is left
 * out, but a default route takes the last one's place. Returns whether it, or
 * another, was left out for want of room.
 */
static bool add_route(struct lease *out, const struct prefix *dst,
		      const struct addr *gateway)
{
	bool full = out->route_count == LEASE_ROUTES;

	for (size_t i = 0; i < out->route_count; i++)
		if (!memcmp(&out->route[i].dst, dst, sizeof(*dst)))
			return false;
	if (full && dst->len)
		return true;
	if (full)
		out->route_count--;
	out->route[out->route_count++] = (struct lease_route){*dst, *gateway};
	return full;
}

/* The first usable router counts; others are of interest if one is needed. */
static void parse_router(const char *list, struct lease *out)
{
	char word[PREFIX_TEXT];
	struct addr a;

	while (lease_word(&list, word)) {
		if (other(out, word, &a)) {
			if (!out->router.family)
				out->router = a;
		} else if (!out->route_count) {
			lease_odd(out->odd, "router \"%s\"", word);
		}
	}
}

void lease_use_router(struct lease *l)
{
	static const struct prefix everywhere = {.addr = {.family = AF_INET}};

	if (!l->route_count && l->router.family)
		add_route(l, &everywhere, &l->router);
}

/*
 * A network that routes may lead to, without its host bits, as RFC 3442 has it.
 * Routes to "this network", loopback, multicast and class E would do nothing,
 * or harm; what is shorter than a class A may have them inside, as the default
 * route has.
 */
static bool network4(const char *text, struct prefix *out)
{
	unsigned int bit;

	if (!prefix_parse(text, out) || out->addr.family != AF_INET)
		return false;
	for (bit = out->len; bit < 32; bit++)
		out->addr.bytes[bit / 8] &= (unsigned char)~(0x80 >> bit % 8);
	return out->len < MASK_MIN ? out->addr.bytes[0] < 224
				   : addr_is_host(&out->addr);
}

/* Pairs "PREFIX GATEWAY"; gateway 0.0.0.0 means directly attached. */
static void parse_routes(const char *list, struct lease *out)
{
	char dst[PREFIX_TEXT], via[PREFIX_TEXT];
	size_t full = 0;
	struct prefix p;
	struct addr a;

	while (lease_word(&list, dst)) {
		bool pair = lease_word(&list, via);

		memset(&a, 0, sizeof(a));
		if (!pair || !network4(dst, &p) ||
		    (strcmp(via, "0.0.0.0") && !other(out, via, &a)))
			lease_odd(out->odd, "staticroutes \"%s%s%s\"", dst,
			    pair ? " " : "", via);
		else if (add_route(out, &p, &a))
			full++;
	}
	if (full)
		lease_odd(out->odd, "staticroutes (%zu more than the %d that fit)", full,
		    LEASE_ROUTES);
}

/* RFC 791's classes: 8, 16 or 24 bits. */
static unsigned int class_len(const struct addr *a)
{
	return a->bytes[0] < 128 ? 8 : a->bytes[0] < 192 ? 16 : 24;
}

/* False: there is a mask, and it is none. */
static bool parse_mask(lease_get *get, struct lease *out)
{
	const char *v = get("mask");

	if (!v)
		v = get("subnet");
	if (!v) {
		out->classful = true;
		out->address.len = class_len(&out->address.addr);
		lease_odd(out->odd, "no mask (/%u taken)", out->address.len);
		return true;
	}
	if (netmask_parse(v, AF_INET, &out->address.len) &&
	    out->address.len >= MASK_MIN)
		return true;
	out->address.len = 0;
	return false;
}

uint32_t lease_seconds(const char *v, char odd[LEASE_ODD])
{
	bool number;
	unsigned long n;

	if (!v) {
		lease_odd(odd, "no lease time (%d s taken)", SECONDS_DEFAULT);
		return SECONDS_DEFAULT;
	}
	number = number_parse(v, UINT32_MAX, &n);
	if (number && n >= SECONDS_MIN)
		return (uint32_t)n;
	n = number ? SECONDS_MIN : SECONDS_DEFAULT;
	lease_odd(odd, "lease \"%s\" (%lu s taken)", v, n);
	return (uint32_t)n;
}

const char *lease_parse(lease_get *get, struct lease *out)
{
	unsigned long n;
	bool masked;
	const char *v;

	memset(out, 0, sizeof(*out));
	v = get("ip");
	if (!v || !host4(v, &out->address.addr))
		return "ip";
	masked = parse_mask(get, out);
	out->seconds = lease_seconds(get("lease"), out->odd);
	v = get("mtu");
	if (v && number_parse(v, MTU_MAX, &n) && n >= MTU_MIN)
		out->mtu = (unsigned int)n;
	else if (v)
		lease_odd(out->odd, "mtu \"%s\"", v);
	v = get("dns");
	if (v)
		parse_dns(v, out);
	v = get("staticroutes");
	if (v)
		parse_routes(v, out);
	v = get("router");
	if (v)
		parse_router(v, out);
	lease_use_router(out);
	return masked ? NULL : "mask";
}
