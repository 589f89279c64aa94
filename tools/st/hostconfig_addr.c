/* SPDX-License-Identifier: BSD-2-Clause */
/* hostconfig_addresses() */
#include <string.h>

#include "hostconfig_net.h"
#include "json.h"

static int parse_mode(const json_t *object, struct hostconfig *out,
    struct why *why)
{
	const char *s;

	if (st_json_string(object, "network_mode", &s, why))
		return -1;
	if (s && !strcmp(s, "static")) {
		out->mode = NETWORK_STATIC;
	} else if (s && !strcmp(s, "dhcp")) {
		out->mode = NETWORK_DHCP;
	} else {
		why_set(why, "network_mode is %s, use static or dhcp",
		    s ? s : "missing");
		return -1;
	}
	return 0;
}

/* -1, or family 0 if there is no host_ip. */
static int parse_host_ip(const json_t *object, struct prefix *out,
    struct why *why)
{
	const char *s;

	if (st_json_string(object, "host_ip", &s, why))
		return -1;
	if (!s)
		return 0;
	if (!strchr(s, '/')) {
		why_set(why, "host_ip %s has no prefix length: write it as "
			     "10.0.2.15/24", s);
		return -1;
	}
	if (prefix_parse(s, out) && out->len > 0 && addr_is_host(&out->addr))
		return 0;
	why_set(why, "host_ip %s is not the address of a host with its prefix "
		     "length", s);
	return -1;
}

static int parse_gateway(const json_t *object, const struct prefix *host,
    struct addr *out, struct why *why)
{
	const char *s;

	if (st_json_string(object, "gateway", &s, why))
		return -1;
	if (!s)
		return 0;
	if (!addr_parse(s, out) || !addr_is_host(out)) {
		why_set(why, "gateway %s is not the bare address of a host", s);
		return -1;
	}
	if (host->addr.family == 0)
		return 0;
	if (host->addr.family != out->family) {
		why_set(why, "gateway %s is of another IP version than host_ip",
		    s);
		return -1;
	}
	if (memcmp(host->addr.bytes, out->bytes, addr_size(out->family)))
		return 0;
	why_set(why, "gateway %s is the host itself", s);
	return -1;
}

static int add_dns(const json_t *v, struct hostconfig *out, struct why *why)
{
	const char *s = json_string_value(v);

	if (out->ndns >= HOSTCONFIG_DNS) {
		why_set(why, "dns has more than %d addresses", HOSTCONFIG_DNS);
		return -1;
	}
	if (s && addr_parse(s, &out->dns[out->ndns]) &&
	    addr_is_host(&out->dns[out->ndns])) {
		out->ndns++;
		return 0;
	}
	why_set(why, "dns %s is not the address of a host",
	    s ? s : "has an entry that");
	return -1;
}

/* An array, or as in old files one string. */
static int parse_dns(const json_t *object, struct hostconfig *out,
    struct why *why)
{
	const json_t *v = st_json_get(object, "dns");
	size_t i;

	if (!v)
		return 0;
	if (json_is_string(v))
		return add_dns(v, out, why);
	if (!json_is_array(v)) {
		why_set(why, "dns is not an array");
		return -1;
	}
	for (i = 0; i < json_array_size(v); i++)
		if (add_dns(json_array_get(v, i), out, why))
			return -1;
	return 0;
}

int hostconfig_addresses(const json_t *object, struct hostconfig *out,
    struct why *why)
{
	if (parse_mode(object, out, why) ||
	    parse_host_ip(object, &out->host_ip, why) ||
	    parse_gateway(object, &out->host_ip, &out->gateway, why) ||
	    parse_dns(object, out, why))
		return -1;
	if (out->mode == NETWORK_STATIC &&
	    (out->host_ip.addr.family == 0 || out->gateway.family == 0)) {
		why_set(why, "network_mode static needs host_ip and gateway");
		return -1;
	}
	return 0;
}
