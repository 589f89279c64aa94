/* SPDX-License-Identifier: BSD-2-Clause */
#include "ipparam.h"

#include <stddef.h>
#include <string.h>

enum { FIELDS_MAX = 9, TEXT_MAX = 512, MTU_MIN = 1280, MTU_MAX = 9216 };

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

bool ifname_valid(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n >= IFNAMSIZ || !strcmp(name, ".") ||
	    !strcmp(name, ".."))
		return false;
	/* Stricter than the kernel: the name becomes part of a path. */
	for (; *name; name++)
		if (!is_alnum(*name) && !strchr("._-@", *name))
			return false;
	return true;
}

bool hostname_valid(const char *name)
{
	size_t n = strlen(name);
	char before = '.';

	if (n == 0 || n >= HOSTNAME_SIZE)
		return false;
	for (; *name; before = *name++) {
		if (!is_alnum(*name) && *name != '-' && *name != '.')
			return false;
		/* Labels are not empty and start and end with no dash. */
		if (before == '.' && !is_alnum(*name))
			return false;
		if (before == '-' && *name == '.')
			return false;
	}
	return is_alnum(before);
}

static int hex(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *p;

	if (c >= 'A' && c <= 'F')
		c = (char)(c - 'A' + 'a');
	p = c ? strchr(digits, c) : NULL;
	return p ? (int)(p - digits) : -1;
}

/* aa-bb-cc-dd-ee-ff; dashes because colons separate the fields of ip=. */
static bool mac_parse(const char *s, unsigned char *mac)
{
	int i;

	if (strlen(s) != 17)
		return false;
	for (i = 0; i < 6; i++, s += 3) {
		int high = hex(s[0]), low = hex(s[1]);

		if (high < 0 || low < 0 || s[2] != (i < 5 ? '-' : '\0'))
			return false;
		mac[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

static bool method_parse(const char *s, enum ip_method *out)
{
	static const struct {
		const char *name;
		enum ip_method method;
	} methods[] = {
	    {"dhcp", IP_DHCP},	 {"on", IP_DHCP},  {"any", IP_DHCP},
	    {"auto6", IP_AUTO6}, {"none", IP_OFF}, {"off", IP_OFF},
	    {"static", IP_OFF},
	};
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(*methods); i++) {
		if (!strcmp(s, methods[i].name)) {
			*out = methods[i].method;
			return true;
		}
	}
	return false;
}

/*
 * Cut s into fields at colons outside brackets, dropping the brackets.
 * Returns the number of fields, or -1: too many, or brackets out of place.
 */
static int split(char *s, char **field)
{
	int n = 1;

	field[0] = s;
	for (; *s; s++) {
		if (*s == '[') {
			char *close = strchr(s, ']');

			if (s != field[n - 1] || !close ||
			    (close[1] && close[1] != ':'))
				return -1;
			field[n - 1] = s + 1;
			*close = '\0';
			s = close;
			if (!s[1])
				break;
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
	if (!*s)
		return NULL;
	if (mac_parse(s, out->mac)) {
		out->select = SELECT_MAC;
		return NULL;
	}
	if (!ifname_valid(s))
		return "the interface is no name and no aa-bb-cc-dd-ee-ff";
	out->select = SELECT_NAME;
	strcpy(out->name, s); /* ifname_valid() checked the length */
	return NULL;
}

static const char *parse_mtu(const char *s, struct ip_conf *out)
{
	unsigned long mtu;

	if (!number_parse(s, MTU_MAX, &mtu) || mtu < MTU_MIN)
		return "the MTU is not a number from 1280 to 9216";
	out->mtu = (unsigned int)mtu;
	return NULL;
}

/* CLIENT, GATEWAY and NETMASK. */
static const char *parse_static(char **field, struct ip_conf *out)
{
	struct prefix *p = &out->address;

	if (!addr_parse(field[0], &p->addr) || !addr_is_host(&p->addr))
		return "the first field is no address a host can have";
	if (*field[1])
		return "a boot server (second field) is not supported";
	if (!netmask_parse(field[3], p->addr.family, &p->len) || p->len == 0)
		return "the netmask is neither a number of bits nor a mask";
	if (!*field[2])
		return NULL;
	if (!addr_parse(field[2], &out->gateway) ||
	    !addr_is_host(&out->gateway) ||
	    out->gateway.family != p->addr.family)
		return "the gateway is no address of the same family";
	return NULL;
}

/* What may follow METHOD: an MTU (dracut) or name servers (nfsroot). */
static const char *parse_tail(char **field, int n, struct ip_conf *out)
{
	int i;

	if (n == 1 && *field[0] && !strpbrk(field[0], ".:"))
		return parse_mtu(field[0], out);
	for (i = 0; i < n; i++)
		if (*field[i] && (!addr_parse(field[i], &out->dns[i]) ||
				  !addr_is_host(&out->dns[i])))
			return "a name server is no address";
	return NULL;
}

static const char *parse_long(char **field, int n, struct ip_conf *out)
{
	enum ip_method method = IP_OFF;
	const char *why;

	if (*field[6] && !method_parse(field[6], &method))
		return "the method is none of dhcp, auto6, none";
	if (*field[4] && !hostname_valid(field[4]))
		return "the host name is not valid";
	strcpy(out->hostname, field[4]); /* short enough: it is valid */
	why = parse_iface(field[5], out);
	if (!why)
		why = parse_tail(field + 7, n - 7, out);
	if (why)
		return why;
	out->method = method;
	if (method != IP_OFF) {
		if (*field[0] || *field[1] || *field[2] || *field[3])
			return "an address and dhcp or auto6 exclude each "
			       "other";
		return NULL;
	}
	out->method = IP_STATIC;
	return parse_static(field, out);
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
	if (n == 1)
		return method_parse(field[0], &out->method)
			   ? NULL
			   : "the method is none of dhcp, auto6, none";
	if (n >= 7)
		return parse_long(field, n, out);
	if (n > 3)
		return "an address needs seven fields "
		       "(CLIENT::GATEWAY:NETMASK:HOSTNAME:IFACE:none)";
	if (!method_parse(field[1], &out->method))
		return "the method is none of dhcp, auto6, none";
	why = parse_iface(field[0], out);
	if (!why && n == 3)
		why = parse_mtu(field[2], out);
	return why;
}
