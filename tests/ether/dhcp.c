/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Servers of DHCP. The options of `dhcp4` are words whose name is their code; a value is
 * hexadecimal, or ip:ADDRESS,... or u8:N u16:N u32:N or routes:NETWORK/LENGTH>ROUTER,...
 * (RFC 3442, with what bits the network has), or empty: the option is left out.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ether.h"

enum { BOOTP = 236, OPTIONS = 240, OPTION_MAX = 255 };

static const char *const names4[] = {"0", "discover", "offer", "request", "decline", "ack",
				     "nak", "release", "inform"};
static const char *const names6[] = {
	"0", "solicit", "advertise", "request", "confirm", "renew", "rebind", "reply",
	"release", "decline", "reconfigure", "information-request"};

static uint32_t routes_value(const char *s, uint8_t *out)
{
	char one[100], *router;
	uint32_t n = 0;
	unsigned length, any;
	address a, via;

	for (size_t k; (k = strcspn(s, ",")) && k < sizeof(one); s += k + (s[k] == ',')) {
		memcpy(one, s, k);
		one[k] = 0;
		if (!(router = strchr(one, '>')))
			break;
		*router++ = 0;
		const char *net = one, *to = router;
		if (!list_next(&net, &a, &length) || !list_next(&to, &via, &any) ||
		    n + 9 > OPTION_MAX)
			break;
		out[n++] = (uint8_t)length;
		memcpy(out + n, v4(&a), (length + 7) / 8);
		n += (length + 7) / 8;
		memcpy(out + n, v4(&via), 4);
		n += 4;
	}
	return n;
}

/* The bytes of an option's value; 0 if it is to be left out. */
static uint32_t value_of(const char *s, uint8_t *out)
{
	uint32_t n = 0, number;
	unsigned length, bits;
	address a;

	if (!strncmp(s, "routes:", 7))
		return routes_value(s + 7, out);
	if (!strncmp(s, "ip:", 3)) {
		for (s += 3; n + 4 <= OPTION_MAX && list_next(&s, &a, &length); n += 4)
			memcpy(out + n, v4(&a), 4);
		return n;
	}
	if (sscanf(s, "u%u:%u", &bits, &number) == 2) {
		put32(out, number << (32 - bits));
		return bits / 8;
	}
	for (; n < OPTION_MAX && isxdigit((unsigned char)s[0]) && isxdigit((unsigned char)s[1]); s += 2) {
		char two[3] = {s[0], s[1], 0};

		out[n++] = (uint8_t)strtoul(two, NULL, 16);
	}
	return n;
}

/* Find an option of what came; false if it has none. */
static bool option4(const struct packet *in, uint8_t code, const uint8_t **value, uint8_t *n)
{
	const uint8_t *d = in->data;
	uint32_t at = 8 + OPTIONS;

	while (at + 1 < in->size && d[at] != 255) {
		if (!d[at]) {
			at++;
			continue;
		}
		if (at + 2 + d[at + 1] > in->size)
			return false;
		if (d[at] == code) {
			*value = d + at + 2;
			*n = d[at + 1];
			return true;
		}
		at += 2 + d[at + 1];
	}
	return false;
}

/* The message of an asking client; 0 if it is none. */
static uint8_t asked4(const struct packet *in)
{
	const uint8_t *type;
	uint8_t n;

	if (in->protocol != UDP || in->size < 8 + OPTIONS || be16(in->data + 2) != 67 ||
	    be32(in->data + 8 + BOOTP) != 0x63825363 ||
	    !option4(in, 53, &type, &n) || n != 1 || *type > 8)
		return 0;
	return *type;
}

static uint32_t put_option(uint8_t *d, uint32_t at, uint8_t code, const uint8_t *v, uint32_t n)
{
	if (!n || at + n + 3 > 1400)
		return at;
	d[at] = code;
	d[at + 1] = (uint8_t)n;
	memcpy(d + at + 2, v, n);
	return at + 2 + n;
}

static uint32_t options4(const struct part *p, uint8_t *d, const uint8_t server[4])
{
	static const struct { const char *code, *value; } usual[] = {
		{"1", "ffffff00"}, {"51", "u32:3600"}};
	uint8_t v[OPTION_MAX + 4];
	uint32_t at = 8 + OPTIONS + 3;

	at = put_option(d, at, 54, server, 4);
	for (size_t i = 0; i < 2; i++)
		if (!word(p, usual[i].code, NULL))
			at = put_option(d, at, (uint8_t)atoi(usual[i].code), v,
					value_of(usual[i].value, v));
	if (!word(p, "3", NULL))
		at = put_option(d, at, 3, server, 4);
	if (!word(p, "6", NULL))
		at = put_option(d, at, 6, server, 4);
	for (unsigned i = 0; i < p->words; i++)
		if (isdigit((unsigned char)p->word[i].name[0]))
			at = put_option(d, at, (uint8_t)atoi(p->word[i].name), v,
					value_of(p->word[i].value, v));
	d[at++] = 255;
	return at;
}

static void dhcp4_packet(struct part *p, const struct packet *in)
{
	uint8_t type = asked4(in), out[1500] = {0}, *d = out + 8, n;
	address server, client, to = {.s6_addr = {[10] = 255, 255, 255, 255, 255, 255}};
	const uint8_t *want;
	uint32_t size;

	if ((type != 1 && type != 3) || !address_of(p, "address", &client) ||
	    !address_of(p, "server", &server))
		return;
	/* Who has chosen another server is not ours. */
	if (option4(in, 54, &want, &n) && (n != 4 || memcmp(want, v4(&server), 4)))
		return;
	memcpy(d, in->data + 8, BOOTP);
	d[0] = 2;
	memcpy(d + 16, v4(&client), 4);
	memcpy(d + 20, v4(&server), 4);
	memset(d + 44, 0, BOOTP - 44);
	put32(d + BOOTP, 0x63825363);
	d[OPTIONS] = 53;
	d[OPTIONS + 1] = 1;
	d[OPTIONS + 2] = type == 1 ? 2 : number(p, "nak", 0) > 0 ? 6 : 5;
	size = options4(p, out, v4(&server));
	/* To the client alone, unless it cannot hear that yet and says so. */
	if (d[OPTIONS + 2] != 6 && !(in->data[8 + 10] & 0x80))
		to = client;
	p->answered++;
	seen(p->net, p->vlan, type == 1 ? "dhcp-offered" : d[OPTIONS + 2] == 6 ? "dhcp-naked" :
	     "dhcp-acked", " address=%s", text(&client));
	send_udp(p->net, p->vlan, in->frame->mac, &server, 67, &to, 68, out, size < 308 ? 308 : size);
}

/* An option of DHCPv6 among n bytes. */
static const uint8_t *option6(const uint8_t *d, uint32_t n, unsigned code, uint32_t *size)
{
	for (uint32_t at = 0; at + 4 <= n; at += 4 + *size) {
		*size = be16(d + at + 2);
		if (*size > n - at - 4)
			return NULL;
		if (be16(d + at) == code)
			return d + at + 4;
	}
	return NULL;
}

static uint32_t put_option6(uint8_t *d, uint32_t at, unsigned code, const uint8_t *v, uint32_t n)
{
	if (at + n + 4 > 1200)
		return at;
	put16(d + at, code);
	put16(d + at + 2, n);
	memcpy(d + at + 4, v, n);
	return at + 4 + n;
}

static void dhcp6_packet(struct part *p, const struct packet *in)
{
	uint8_t out[1400] = {0}, *d = out + 8, ia[40] = {0};
	uint8_t us[10] = {0, 3, 0, 1};
	address from = {.s6_addr = {0xfe, 0x80, [15] = 1}}, a;
	uint32_t at = 4, n, size = in->size;
	const uint8_t *c = in->data + 8, *v;
	const char *list = word(p, "dns", "");
	unsigned length;

	if (in->protocol != UDP || size < 12 || be16(in->data + 2) != 547 || c[0] > 11 ||
	    c[0] == 2 || c[0] == 7 || c[0] == 10)
		return;
	size -= 12;
	if (number(p, "stateless", 0) > 0 && c[0] != 11)
		return;
	d[0] = c[0] == 1 ? 2 : 7;
	memcpy(d + 1, c + 1, 3);
	if ((v = option6(c + 4, size, 1, &n)) && n <= 130)
		at = put_option6(d, at, 1, v, n);
	memcpy(us + 4, our_mac(p->net), 6);
	at = put_option6(d, at, 2, us, sizeof(us));
	if (c[0] != 11 && address_of(p, "address", &a) &&
	    (v = option6(c + 4, size, 3, &n)) && n >= 12) {
		uint32_t valid = (uint32_t)number(p, "valid", 7200);

		memcpy(ia, v, 4);
		put32(ia + 4, (uint32_t)number(p, "renew", valid / 2));
		put32(ia + 8, (uint32_t)number(p, "renew", valid / 2) * 8 / 5);
		put16(ia + 12, 5);
		put16(ia + 14, 24);
		memcpy(ia + 16, &a, 16);
		put32(ia + 32, (uint32_t)number(p, "preferred", valid));
		put32(ia + 36, valid);
		at = put_option6(d, at, 3, ia, sizeof(ia));
	}
	for (n = 0; n + 16 <= 128 && list_next(&list, &a, &length); n += 16)
		memcpy(out + 1240 + n, &a, 16);
	if (n)
		at = put_option6(d, at, 23, out + 1240, n);
	address_of(p, "server", &from);
	p->answered++;
	send_udp(p->net, p->vlan, in->frame->mac, &from, 547, &in->from, 546, out, 8 + at);
}

/* What a DHCP message is called, "" if it is none. */
const char *dhcp_name(const struct packet *in)
{
	static char name[40];
	uint8_t type = asked4(in);

	if (type)
		snprintf(name, sizeof(name), "dhcp-%s", names4[type]);
	else if (in->protocol == UDP && in->size >= 12 && be16(in->data + 2) == 547 &&
		 in->data[8] < sizeof(names6) / sizeof(*names6))
		snprintf(name, sizeof(name), "dhcp6-%s", names6[in->data[8]]);
	else
		name[0] = 0;
	return name;
}

const struct kind kind_dhcp4 = {
	.name = "dhcp4", .words = " 0: address:a server:a nak:n ", .packet = dhcp4_packet};
const struct kind kind_dhcp6 = {
	.name = "dhcp6",
	.words = " address:a server:a dns:a valid:n preferred:n renew:n stateless:n ",
	.packet = dhcp6_packet};
