/* SPDX-License-Identifier: BSD-2-Clause */
/* Who asks the guest: pings (`ping`), WireGuard clients (`wg`); and a name server (`dns`). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/wgnoise.h"
#include "ether.h"

enum { ID = 0x6d66, SOURCE = 40000 };

static void answered(struct part *p, const char *what, const char *how)
{
	p->answered++;
	seen(p->net, p->vlan, what, " name=%s%s", word(p, "name", "-"), how);
}

/* The guest's Ethernet address; asks for it when it is not known. */
static const uint8_t *find(const struct part *p, const address *to)
{
	const uint8_t *mac = neighbour(p->net, p->vlan, to);
	address via;

	if (!mac && (address_of(p, "via", &via) || address_of(p, "source", &via)))
		neighbour_ask(p->net, p->vlan, &via, to);
	return mac;
}

/* An echo request's ICMP part; the parts are told from each other by the sequence. */
static void request(const struct part *p, uint8_t *d, bool four)
{
	d[0] = four ? 8 : 128;
	put16(d + 4, ID);
	put16(d + 6, (uint32_t)(p - parts));
}

static bool is_reply(const struct part *p, const struct packet *in)
{
	bool four = is_v4(&in->from);

	return in->protocol == (four ? ICMP4 : ICMP6) && in->size >= 8 &&
	       in->data[0] == (four ? 0 : 129) && be16(in->data + 4) == ID &&
	       be16(in->data + 6) == p - parts;
}

static void ping_turn(struct part *p, double t)
{
	uint8_t d[FRAME_MAX] = {0};
	uint32_t n = (uint32_t)number(p, "size", 64);
	address from, to;
	const uint8_t *mac;

	if (t < p->next || !address_of(p, "source", &from) || !address_of(p, "to", &to))
		return;
	p->next = t + number(p, "every", 1);
	if (!(mac = find(p, &to)))
		return;
	request(p, d, is_v4(&to));
	n = n < 64 ? 8 : n > 8000 ? 8000 : n - (is_v4(&to) ? 20 : 40);
	p->sent++;
	send_ip(p->net, p->vlan, mac, &from, &to, is_v4(&to) ? ICMP4 : ICMP6, 60, d, n, 2);
}

static void ping_packet(struct part *p, const struct packet *in)
{
	address from, to;

	if (is_reply(p, in) && address_of(p, "source", &from) && address_of(p, "to", &to) &&
	    !memcmp(&from, &in->to, sizeof(from)) && !memcmp(&to, &in->from, sizeof(to)))
		answered(p, "ping-answer", "");
}

/* A key, base64, that stands there or in a file of the folder (@NAME), which the test may
 * write later: only then is it known. */
static bool key_of(const struct part *p, const char *name, uint8_t key[32])
{
	const char *value = word(p, name, "");
	char path[512], line[64] = "";
	size_t n;
	FILE *f;

	if (value[0] == '@') {
		snprintf(path, sizeof(path), "%s/%s", folder, value + 1);
		if (!(f = fopen(path, "r")))
			return false;
		if (!fgets(line, sizeof(line), f))
			line[0] = 0;
		fclose(f);
		line[strcspn(line, "\r\n")] = 0;
		value = line;
	}
	return !sodium_base642bin(key, 32, value, strlen(value), NULL, &n, NULL,
				  sodium_base64_VARIANT_ORIGINAL) && n == 32;
}

static unsigned source_port(const struct part *p)
{
	return SOURCE + (unsigned)(p - parts);
}

/* A ping of the client's through the tunnel; returns the packet's bytes. */
static uint32_t inner(const struct part *p, uint8_t *d)
{
	uint32_t n = (uint32_t)number(p, "size", 64), s = 0;
	address from, to;

	if (!address_of(p, "inside", &from) || !address_of(p, "far", &to) || !is_v4(&to))
		return 0;
	n = n < 64 ? 64 : n > 8000 ? 8000 : n & ~1U;
	memset(d, 0, n);
	d[0] = 0x45;
	put16(d + 2, n);
	d[6] = 0x40;
	d[8] = 64;
	d[9] = ICMP4;
	memcpy(d + 12, v4(&from), 4);
	memcpy(d + 16, v4(&to), 4);
	request(p, d + 20, true);
	for (uint32_t i = 0; i < 20; i += 2)
		s += be16(d + i);
	put16(d + 10, ~((s & 0xffff) + (s >> 16)) & 0xffff);
	s = 0;
	for (uint32_t i = 20; i < n; i += 2)
		s += be16(d + i);
	put16(d + 22, ~((s & 0xffff) + (s >> 16)) & 0xffff);
	return n;
}

static void wg_turn(struct part *p, double t)
{
	uint8_t out[FRAME_MAX] = {0}, plain[FRAME_MAX];
	const uint8_t *mac;
	address from, to;
	uint32_t n;

	if (t < p->next || !address_of(p, "source", &from) || !address_of(p, "to", &to))
		return;
	p->next = t + number(p, "every", 1);
	if (!p->session) {
		if (!(p->session = calloc(1, sizeof(*p->session))))
			die(3, "no memory");
		p->session->local = source_port(p);
	}
	if (!key_of(p, "key", p->session->key) || !key_of(p, "server", p->session->server) ||
	    !(mac = find(p, &to)))
		return;
	if (!p->ready) {
		noise_initiation(p->session, out + 8);
		n = WG_INITIATION;
	} else if ((n = inner(p, plain))) {
		n = noise_seal(p->session, out + 8, plain, n);
	} else {
		return;
	}
	p->sent++;
	send_udp(p->net, p->vlan, mac, &from, source_port(p), &to,
		 (unsigned)number(p, "port", 51820), out, 8 + n);
}

static void wg_packet(struct part *p, const struct packet *in)
{
	uint8_t plain[FRAME_MAX];
	const uint8_t *d = in->data + 8;
	address from, to;
	uint32_t n;

	if (in->protocol != UDP || in->size < 8 + 32 || in->size > FRAME_MAX ||
	    be16(in->data + 2) != source_port(p) ||
	    be16(in->data) != (uint32_t)number(p, "port", 51820) || !p->session ||
	    !address_of(p, "source", &to) || memcmp(&to, &in->to, sizeof(to)) ||
	    !address_of(p, "to", &from) || memcmp(&from, &in->from, sizeof(from)))
		return;
	n = in->size - 8;
	if (n == WG_RESPONSE && d[0] == 2 && !p->ready) {
		if ((p->ready = noise_response(p->session, d))) {
			answered(p, "wg-handshake", "");
			p->next = 0;
		}
	} else if (p->ready && d[0] == 4 && (n = noise_open(p->session, plain, d, n)) >= 28 &&
		   plain[9] == ICMP4) {
		answered(p, plain[20] == 0 ? "wg-answer" : plain[20] == 3 && plain[21] == 4 ?
			 "wg-too-big" : "wg-error", "");
	}
}

/* Count the question, and answer it with an address, or that there is none. */
static void dns_packet(struct part *p, const struct packet *in)
{
	uint8_t out[600] = {0}, *d = out + 8;
	const uint8_t *q = in->data + 8;
	char name[200] = "";
	size_t k = 0;
	uint32_t n = in->size - 8, at = 12;
	address a;

	if (in->protocol != UDP || in->size < 8 + 17 || n > 512 || be16(in->data + 2) != 53 ||
	    !in_list(word(p, "address", ""), &in->to) || be16(q + 4) != 1 || q[2] & 0x80)
		return;
	while (at < n && q[at] && q[at] < 64 && at + 1 + q[at] < n && k + q[at] + 2 < sizeof(name)) {
		for (uint32_t i = 1; i <= q[at]; i++)
			name[k++] = (char)(q[at + i] > ' ' && q[at + i] < 127 ? q[at + i] : '?');
		name[k++] = '.';
		at += 1 + q[at];
	}
	if (at + 5 > n || q[at])
		return;
	name[k ? k - 1 : 0] = 0;
	seen(p->net, p->vlan, "dns-query", " name=%s to=%s", name, text(&in->to));
	at += 5;
	memcpy(d, q, at);
	put16(d + 2, 0x8180);
	put32(d + 6, 0);
	put16(d + 10, 0);
	/* The address, if it is of the family that was asked for. */
	if (address_of(p, "answer", &a) && be16(q + at - 4) == (is_v4(&a) ? 1U : 28U)) {
		uint32_t size = is_v4(&a) ? 4 : 16;

		put16(d + 6, 1);
		put16(d + at, 0xc00c);
		memcpy(d + at + 2, q + at - 4, 4);
		put32(d + at + 6, 60);
		put16(d + at + 10, size);
		memcpy(d + at + 12, a.s6_addr + 16 - size, size);
		at += 12 + size;
	} else if (!word(p, "answer", NULL)) {
		d[3] |= 3; /* no such name */
	}
	send_udp(in->frame->net, in->frame->vlan, in->frame->mac, &in->to, 53, &in->from,
		 be16(in->data), out, 8 + at);
}

const struct kind kind_ping = {
	.name = "ping", .words = " name:w source:a to:a via:a size:n every:n ",
	.turn = ping_turn, .packet = ping_packet};
const struct kind kind_wg = {
	.name = "wg",
	.words = " name:w source:a to:a via:a port:n key:w server:w inside:a far:a size:n every:n ",
	.turn = wg_turn, .packet = wg_packet};
const struct kind kind_dns = {
	.name = "dns", .words = " address:a answer:a ", .packet = dns_packet};
