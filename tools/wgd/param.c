/* SPDX-License-Identifier: BSD-2-Clause */
#include "param.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cmdline.h"
#include "num.h"
#include "wgport.h"

/* Cut the next element off a list with commas; NULL at the end. */
static char *next_element(char **list)
{
	char *start = *list, *comma;

	if (!start)
		return NULL;
	comma = strchr(start, ',');
	if (comma)
		*comma++ = '\0';
	*list = comma;
	return start;
}

/* A public key is 32 bytes in base64 with its one '=' of padding. */
static bool parse_key(const char *text, unsigned char *key)
{
	size_t n;

	if (strlen(text) !=
	    sodium_base64_ENCODED_LEN(WG_KEY, sodium_base64_VARIANT_ORIGINAL) -
		1)
		return false;
	if (sodium_base642bin(key, WG_KEY, text, strlen(text), NULL, &n, NULL,
			      sodium_base64_VARIANT_ORIGINAL))
		return false;
	/* The kernel would ignore a peer with the zero key. */
	return n == WG_KEY && !sodium_is_zero(key, WG_KEY);
}

static const char *parse_addresses(char *list, struct wg_conf *out)
{
	char *text;

	out->address_count = 0;
	while ((text = next_element(&list))) {
		struct prefix *p = &out->address[out->address_count];

		if (out->address_count == TUNNEL_ADDRESSES)
			return "too many addresses";
		if (!strchr(text, '/') || !prefix_parse(text, p) ||
		    !addr_is_host(&p->addr))
			return "not a list of ADDRESS/LENGTH";
		if (tunnel_refused(p))
			return tunnel_refused(p);
		out->address_count++;
	}
	return NULL;
}

/* Looked at here, read by tunnel_read(). */
static const char *parse_allow(char *list)
{
	struct prefix p;
	size_t count = 0;
	char *text;

	while ((text = next_element(&list))) {
		if (count++ == TUNNEL_ALLOWED)
			return "too many networks";
		if (!strchr(text, '/') || !prefix_parse(text, &p) ||
		    !prefix_is_network(&p))
			return "not a list of NETWORK/LENGTH";
		if (tunnel_refused(&p))
			return tunnel_refused(&p);
	}
	return NULL;
}

/* Two peers cannot own one network: the kernel would take it from the first. */
static bool is_taken(const struct wg_conf *c, const struct prefix *p)
{
	for (size_t i = 0; i < c->peer_count; i++)
		for (size_t k = 0; k < c->peer[i].allowed_count; k++) {
			const struct prefix *other = &c->peer[i].allowed[k];

			if (other->len == p->len &&
			    prefix_contains(other, &p->addr))
				return true;
		}
	return false;
}

static const char *parse_peer(char *list, struct wg_conf *out)
{
	struct wg_peer *peer = &out->peer[out->peer_count];
	char *text = next_element(&list);

	if (out->peer_count == WG_PEERS)
		return "too many peers";
	memset(peer, 0, sizeof(*peer));
	if (!parse_key(text, peer->key))
		return "the key is not 32 bytes in base64";
	for (size_t i = 0; i < out->peer_count; i++)
		if (!memcmp(out->peer[i].key, peer->key, WG_KEY))
			return "the same key stands in another wg.peer=";
	while ((text = next_element(&list))) {
		struct prefix *p = &peer->allowed[peer->allowed_count];

		if (peer->allowed_count == WG_PEER_NETS)
			return "too many networks";
		if (!prefix_parse(text, p))
			return "not KEY,ADDRESS/LENGTH,...";
		if (!prefix_is_network(p))
			return "a network has bits behind its length";
		if (tunnel_refused(p))
			return tunnel_refused(p);
		if (is_taken(out, p))
			return "a network belongs to another peer already";
		peer->allowed_count++;
	}
	if (peer->allowed_count == 0)
		return "a peer needs a network (KEY,ADDRESS/LENGTH,...)";
	out->peer_count++;
	return NULL;
}

/* An option whose value is a number from min to max. */
static const char *parse_number(const char *text, unsigned long min,
				unsigned long max, unsigned int *out)
{
	unsigned long n;

	if (!number_parse(text, max, &n) || n < min)
		return "not a number, or out of range";
	*out = (unsigned int)n;
	return NULL;
}

static const char *parse_floor(const char *text, uint64_t *out)
{
	return num_decimal(text, INT64_MAX, out) ? "not a number" : NULL;
}

/* Only whether there is one: wgfetch looks at it closely. */
static const char *parse_source(const char *text, bool *out)
{
	*out = true;
	return strncmp(text, "https://", 8) ? "not an https URL" : NULL;
}

/* Any other option than wg.port=. */
static const char *parse_option(const char *key, char *value,
				struct wg_conf *out)
{
	unsigned int mtu;

	if (!value)
		return "a value is missing";
	if (!strcmp(key, "wg.address"))
		return parse_addresses(value, out);
	if (!strcmp(key, "wg.allow"))
		return parse_allow(value);
	if (!strcmp(key, "wg.peer"))
		return parse_peer(value, out);
	if (!strcmp(key, "wg.peers"))
		return parse_source(value, &out->listed);
	if (!strcmp(key, "wg.shrink"))
		return parse_number(value, 0, 100, &out->shrink);
	/* init sets it, before and after wgd has run (tools/init/wgmtu.h). */
	if (!strcmp(key, "wg.mtu"))
		return parse_number(value, 1280, 9136, &mtu);
	if (!strcmp(key, "wg.floor"))
		return parse_floor(value, &out->floor);
	if (!strcmp(key, "wg.poll"))
		return parse_number(value, 1, 86400, &out->poll);
	if (!strcmp(key, "wg.forget"))
		return parse_number(value, 0, 86400, &out->forget);
	return "there is no such option";
}

int param_parse(const char *cmdline, struct wg_conf *out, char *why,
		size_t size)
{
	char copy[CMDLINE_MAX], shown[64], *rest = copy, *key, *value;
	char reason[WG_PORT_WHY];
	struct wg_ports ports;
	const char *wrong;

	memset(out, 0, sizeof(*out));
	out->shrink = WG_SHRINK;
	out->poll = WG_POLL;
	out->forget = WG_FORGET;
	snprintf(copy, sizeof(copy), "%s", cmdline);
	if (wg_ports_read(cmdline, &ports, reason)) {
		snprintf(why, size, "%s", reason);
		return -1;
	}
	/* The others are the packet filter's business. */
	out->port = ports.port[0];
	while (cmdline_next(&rest, &key, &value)) {
		if (strncmp(key, "wg.", 3))
			continue;
		snprintf(shown, sizeof(shown), "%s", value ? value : "");
		/* The port is there already. */
		wrong = !strcmp(key, "wg.port") && value ?
			NULL : parse_option(key, value, out);
		if (wrong) {
			snprintf(why, size, "%.32s=%s: %s", key, shown, wrong);
			return -1;
		}
	}
	if (out->address_count == 0) {
		snprintf(why, size, "wg.address=ADDRESS/LENGTH is missing");
		return -1;
	}
	tunnel_read(cmdline, &out->tunnel);
	return 0;
}
