/* SPDX-License-Identifier: BSD-2-Clause */
#include "ipparam.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

#include "mac.h"
#include "odd.h"

enum {
	FIELDS_MAX = 16,
	TEXT_MAX = 512,
	MTU_MIN = 1280,
	MTU_MAX = 9216,
	ADDRESS_BITS6 = 64, /* the network of an IPv6 address that has no mask */
};

/* The fields of the long form; beyond METHOD is the tail. */
enum { CLIENT, PEER, GATEWAY, NETMASK, HOST, IFACE, METHOD, TAIL };

#define ODD(out, ...) odd_add((out)->odd, sizeof((out)->odd), __VA_ARGS__)

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

struct method {
	const char *name;
	enum ip_method method;
	const char *instead; /* what is done instead, or NULL: just that */
};

static const struct method *method_find(const char *name)
{
	static const struct method methods[] = {
	    {"dhcp", IP_DHCP, NULL},
	    {"on", IP_DHCP, NULL},
	    {"any", IP_DHCP, NULL},
	    {"dhcp4", IP_DHCP, NULL},
	    {"single-dhcp", IP_DHCP, NULL},
	    {"both", IP_DHCP, "DHCP is asked, not BOOTP and RARP"},
	    {"bootp", IP_DHCP, "DHCP is asked, not BOOTP"},
	    {"rarp", IP_DHCP, "DHCP is asked, not RARP"},
	    {"auto6", IP_AUTO6, NULL},
	    {"dhcp6", IP_AUTO6, NULL},
	    {"either6", IP_AUTO6, NULL},
	    {"link6", IP_LINK, NULL},
	    {"link-local", IP_LINK, "of IPv6 only"},
	    {"none", IP_OFF, NULL},
	    {"off", IP_OFF, NULL},
	    {"static", IP_OFF, NULL},
	};

	for (size_t i = 0; i < sizeof(methods) / sizeof(*methods); i++)
		if (!strcmp(name, methods[i].name))
			return &methods[i];
	return NULL;
}

static const char *const no_method =
    "the method is none of dhcp, auto6, dhcp6, either6, link6, none";

static const char *parse_method(const char *s, struct ip_conf *out)
{
	const struct method *m = method_find(s);

	if (!m && !strcmp(s, "ibft"))
		return "ibft, what the firmware knows of an iSCSI disk, is not "
		       "looked for";
	if (!m)
		return no_method;
	out->method = m->method;
	if (m->instead)
		ODD(out, "method \"%s\" (%s)", s, m->instead);
	return NULL;
}

/*
 * Cut s into fields at colons outside brackets, dropping the brackets.
 * Returns the number of fields, or -1: too many, or brackets out of place. The
 * fields behind them are "".
 */
static int split(char *s, char **field)
{
	static char none[1];
	size_t len = strlen(s);
	int n = 1;

	while (len > 0 && s[len - 1] == ':')
		s[--len] = '\0';
	for (int i = 0; i < FIELDS_MAX; i++)
		field[i] = none;
	field[0] = s;
	for (; *s; s++) {
		if (*s == '[') {
			char *close = strchr(s, ']');

			if (s != field[n - 1] || !close ||
			    (close[1] && close[1] != ':' && close[1] != '/'))
				return -1;
			field[n - 1] = s + 1;
			memmove(close, close + 1, strlen(close));
			s = close - 1;
		} else if (*s == ']') {
			return -1;
		} else if (*s == ':') {
			*s = '\0';
			if (n == FIELDS_MAX)
				return -1;
			field[n++] = s + 1;
		}
	}
	return n;
}

static const char *parse_iface(const char *s, struct ip_conf *out)
{
	struct card card;

	if (!*s)
		return NULL;
	if (!card_parse(s, &card))
		return "the interface is no name and no aa-bb-cc-dd-ee-ff";
	out->select = card.has_mac ? SELECT_MAC : SELECT_NAME;
	memcpy(out->mac, card.mac, sizeof(out->mac));
	memcpy(out->name, card.name, sizeof(out->name));
	return NULL;
}

static void parse_mtu(const char *s, struct ip_conf *out)
{
	unsigned long mtu;

	if (!*s)
		return;
	if (number_parse(s, MTU_MAX, &mtu) && mtu >= MTU_MIN)
		out->mtu = (unsigned int)mtu;
	else
		ODD(out, "MTU \"%s\" (it is not from %d to %d)", s, MTU_MIN,
		    MTU_MAX);
}

/*
 * MAC, one field or six, since it has colons, too. Returns how many it took,
 * 0 if the first is none.
 */
static int parse_mac(char **field, int n, struct ip_conf *out)
{
	char text[MAC_TEXT] = "";
	int used = 1;

	if (n < 1 || !*field[0])
		return 0;
	if (strlen(field[0]) == 2 && n >= MAC_BYTES) {
		for (used = 0; used < MAC_BYTES; used++) {
			if (strlen(field[used]) != 2)
				return 0;
			strcat(strcat(text, used ? ":" : ""), field[used]);
		}
	} else if (strlen(field[0]) == sizeof(text) - 1) {
		strcpy(text, field[0]);
	}
	out->has_new_mac = mac_parse(text, out->new_mac);
	return out->has_new_mac ? used : 0;
}

/* Whatever is left, field by field. */
static void leave_out(const char *name, char **field, int n,
		      struct ip_conf *out)
{
	for (int i = 0; i < n; i++)
		if (*field[i])
			ODD(out, "%s \"%s\"", name, field[i]);
}

/* MTU and MAC, as dracut has them. */
static void parse_link(char **field, int n, struct ip_conf *out)
{
	int used = 1;

	if (n < 1)
		return;
	parse_mtu(field[0], out);
	used += parse_mac(field + 1, n - 1, out);
	leave_out("field", field + used, n - used, out);
	if (out->has_new_mac && out->select == SELECT_ANY) {
		ODD(out, "the MAC address (it needs an interface)");
		out->has_new_mac = false;
	}
}

/* What may follow METHOD: dracut's MTU and MAC, or nfsroot's servers. */
static void parse_tail(char **field, int n, struct ip_conf *out)
{
	struct ip_conf ignored = {0};
	int i;

	if (n < 1)
		return;
	if (is_digit(*field[0]) && !strpbrk(field[0], ".:")) {
		parse_link(field, n, out);
		return;
	}
	if (!*field[0] && parse_mac(field + 1, n - 1, &ignored)) {
		parse_link(field, n, out);
		return;
	}
	for (i = 0; i < n && i < IPPARAM_DNS; i++) {
		struct addr *a = &out->dns[i];

		if (!*field[i] || (addr_parse(field[i], a) && addr_is_host(a)))
			continue;
		ODD(out, "name server \"%s\" (it is no address)", field[i]);
		a->family = 0;
	}
	if (n > i && *field[i])
		ODD(out, "NTP server \"%s\" (this is no client of it)",
		    field[i]);
	leave_out("field", field + i + 1, n - i - 1, out);
}

/* ADDRESS or ADDRESS/LENGTH; *has_len if there is one. */
static bool parse_address(const char *s, struct prefix *out, bool *has_len)
{
	*has_len = strchr(s, '/') != NULL;
	return prefix_parse(s, out) && addr_is_host(&out->addr) && out->len > 0;
}

/* The length of a network that nobody gave, as nfsroot and dracut have it. */
static unsigned int usual_len(const struct addr *a)
{
	unsigned char first = a->bytes[0];

	if (a->family == AF_INET6)
		return ADDRESS_BITS6;
	return first < 128 ? 8 : first < 192 ? 16 : 24;
}

static const char *parse_client(char **field, struct ip_conf *out)
{
	struct prefix *p = &out->address;
	unsigned int len = 0;
	bool has_len;

	if (!parse_address(field[CLIENT], p, &has_len))
		return "the first field is no address a host can have (one of "
		       "IPv6 stands in brackets)";
	if (*field[NETMASK] &&
	    (!netmask_parse(field[NETMASK], p->addr.family, &len) || !len))
		return "the netmask is neither a number of bits nor a mask";
	if (has_len && len && len != p->len)
		ODD(out, "netmask \"%s\" (the address says /%u)",
		    field[NETMASK], p->len);
	if (has_len)
		return NULL;
	p->len = len ? len : usual_len(&p->addr);
	if (!len)
		ODD(out, "no netmask (/%u taken)", p->len);
	return NULL;
}

/*
 * For dracut the second field is the other end of a wire, for nfsroot a server,
 * somewhere. It is the former if nothing else says how to get there.
 */
static void parse_peer(char **field, struct ip_conf *out)
{
	const struct prefix *own = &out->address;
	struct prefix *p = &out->peer;
	bool has_len;

	if (!*field[PEER])
		return;
	if (!parse_address(field[PEER], p, &has_len) ||
	    p->addr.family != own->addr.family) {
		ODD(out, "second field \"%s\" (it is no address of that family)",
		    field[PEER]);
		memset(p, 0, sizeof(*p));
		return;
	}
	prefix_mask(p);
	if (!has_len && prefix_contains(own, &p->addr)) {
		memset(p, 0, sizeof(*p));
	} else if (!has_len && out->gateway.family &&
		   own->len < addr_size(own->addr.family) * 8 &&
		   memcmp(&p->addr, &out->gateway, sizeof(p->addr))) {
		ODD(out, "second field \"%s\" (it is beyond the gateway)",
		    field[PEER]);
		memset(p, 0, sizeof(*p));
	}
}

static void parse_gateway(const char *s, struct ip_conf *out)
{
	struct addr *a = &out->gateway;

	if (!*s || (addr_parse(s, a) && addr_is_host(a) &&
		    a->family == out->address.addr.family))
		return;
	ODD(out, "gateway \"%s\" (it is no address of that family)", s);
	memset(a, 0, sizeof(*a));
}

/* Fields that belong to an address, and there is none. */
static const char *parse_none(char **field, bool automatic, struct ip_conf *out)
{
	if (!automatic && (*field[PEER] || *field[GATEWAY] || *field[NETMASK]))
		return "there is no address (the first field)";
	leave_out("second field", field + PEER, 1, out);
	leave_out("gateway", field + GATEWAY, 1, out);
	leave_out("netmask", field + NETMASK, 1, out);
	return NULL;
}

/* What of the method is left beside the address. */
static void set_method(struct ip_conf *out)
{
	if (out->method == IP_OFF) {
		out->method = IP_STATIC;
	} else if (out->method == IP_DHCP &&
		   out->address.addr.family == AF_INET) {
		out->method = IP_AUTO6;
		ODD(out, "DHCP (there is an address)");
	}
}

static const char *parse_long(char **field, int n, struct ip_conf *out)
{
	bool address = *field[CLIENT] != '\0';
	/* nfsroot: without a method, what the other fields leave open. */
	const char *method = *field[METHOD] ? field[METHOD]
			     : address	    ? "none" : "any";
	const char *why = parse_method(method, out);

	if (!why)
		why = parse_iface(field[IFACE], out);
	if (!why)
		why = address ? parse_client(field, out)
			      : parse_none(field, out->method != IP_OFF, out);
	if (why)
		return why;
	if (address) {
		parse_gateway(field[GATEWAY], out);
		parse_peer(field, out);
		set_method(out);
	}
	if (hostname_valid(field[HOST]))
		strcpy(out->hostname, field[HOST]); /* short enough */
	else
		leave_out("host name", field + HOST, 1, out);
	parse_tail(field + TAIL, n - TAIL, out);
	return NULL;
}

const char *ipparam_parse(const char *text, struct ip_conf *out)
{
	char copy[TEXT_MAX], *field[FIELDS_MAX];
	const char *why;
	int n;

	memset(out, 0, sizeof(*out));
	if (strlen(text) >= sizeof(copy))
		return "it is too long";
	strcpy(copy, text);
	n = split(copy, field);
	if (n < 0)
		return "it has too many fields or misplaced brackets";
	if (n == 1 && !strpbrk(field[0], ".:/"))
		return parse_method(field[0], out);
	if (n == 1 || !(method_find(field[1]) || !strcmp(field[1], "ibft")))
		return parse_long(field, n, out);
	why = parse_iface(field[0], out);
	if (!why)
		why = parse_method(field[1], out);
	if (!why)
		parse_link(field + 2, n - 2, out);
	return why;
}
