/* SPDX-License-Identifier: BSD-2-Clause */
/* hostconfig_text() */
#include <jansson.h>
#include <string.h>

#include "hostconfig.h"

/* The functions here return new references, NULL for no memory. */

static json_t *address(const struct addr *a)
{
	const struct prefix p = { *a, 0 };
	char text[PREFIX_TEXT];

	if (a->family == 0)
		return json_null();
	prefix_text(&p, text);
	*strchr(text, '/') = '\0';
	return json_string(text);
}

static json_t *host_ip(const struct prefix *p)
{
	char text[PREFIX_TEXT];

	if (p->addr.family == 0)
		return json_null();
	return json_string(prefix_text(p, text));
}

static json_t *string(const char *s)
{
	return s && *s ? json_string(s) : json_null();
}

static json_t *dns(const struct hostconfig *h)
{
	json_t *array = h->ndns > 0 ? json_array() : json_null();
	size_t i;

	for (i = 0; i < h->ndns; i++)
		if (json_array_append_new(array, address(&h->dns[i])))
			break;
	return array;
}

/* One of an old file, by name alone, stays that: an object needs an address. */
static json_t *nic(const struct hostconfig_nic *n)
{
	char mac[MAC_TEXT];

	if (!n->has_mac)
		return json_string(n->name);
	return json_pack("{s:o, s:s}", "interface_name", string(n->name),
	    "mac_address", mac_text(n->mac, mac));
}

static json_t *nics(const struct hostconfig *h)
{
	json_t *array = h->nnics > 0 ? json_array() : json_null();
	size_t i;

	for (i = 0; i < h->nnics; i++)
		if (json_array_append_new(array, nic(&h->nic[i])))
			break;
	return array;
}

char *hostconfig_text(const struct hostconfig *h)
{
	json_t *object = json_pack(
	    "{s:s, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o}", "network_mode",
	    h->mode == NETWORK_STATIC ? "static" : "dhcp", "host_ip",
	    host_ip(&h->host_ip), "gateway", address(&h->gateway), "dns",
	    dns(h), "network_interfaces", nics(h), "ospkg_pointer", h->pointer,
	    "bonding_mode",
	    string(h->bonding == BONDING_NONE ? NULL : bonding_name(h->bonding)),
	    "bond_name", string(h->bond_name), "description",
	    string(h->description));
	char *s = NULL;

	if (object)
		s = json_dumps(object, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	json_decref(object);
	return s;
}
