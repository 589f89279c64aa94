/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Neighbours: who is where (ARP, neighbour discovery), hosts on the link (`host`) and
 * beyond its routers (`beyond`), and what routers advertise (`ra`).
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ether.h"

enum { NEIGHBOURS = 64, SOLICIT = 133, ADVERTISE = 134, ASK = 135, ANSWER = 136 };

static struct {
	address a;
	unsigned net, vlan;
	uint8_t mac[6];
} table[NEIGHBOURS];
static unsigned n_table;
static const uint8_t everyone[6] = {255, 255, 255, 255, 255, 255};

const uint8_t *neighbour(unsigned net, unsigned vlan, const address *a)
{
	for (unsigned i = 0; i < n_table; i++)
		if (table[i].net == net && table[i].vlan == vlan &&
		    !memcmp(&table[i].a, a, sizeof(*a)))
			return table[i].mac;
	return NULL;
}

void neighbour_learn(unsigned net, unsigned vlan, const address *a, const uint8_t mac[6])
{
	uint8_t *known = (uint8_t *)neighbour(net, vlan, a);

	if (!known) {
		unsigned i = n_table < NEIGHBOURS ? n_table++ : a->s6_addr[15] % NEIGHBOURS;

		table[i].a = *a;
		table[i].net = net;
		table[i].vlan = vlan;
		known = table[i].mac;
	}
	memcpy(known, mac, 6);
}

void multicast(uint8_t mac[6], const address *a)
{
	mac[0] = mac[1] = 0x33;
	memcpy(mac + 2, a->s6_addr + 12, 4);
}

static void send_arp(unsigned net, unsigned vlan, uint8_t op, const address *from,
		     const uint8_t mac[6], const address *to)
{
	uint8_t p[28] = {0, 1, 8, 0, 6, 4, 0, op};

	memcpy(p + 8, our_mac(net), 6);
	memcpy(p + 14, v4(from), 4);
	if (op == 2)
		memcpy(p + 18, mac, 6);
	memcpy(p + 24, v4(to), 4);
	send_frame(net, vlan, mac, ARP, p, sizeof(p));
}

/* A neighbour solicitation or advertisement about `what`. */
static void send_nd(unsigned net, unsigned vlan, const uint8_t mac[6], uint8_t type,
		    const address *from, const address *to, const address *what)
{
	uint8_t p[32] = {type};

	p[4] = type == ANSWER ? 0x60 : 0; /* solicited, override */
	memcpy(p + 8, what, 16);
	p[24] = type == ANSWER ? 2 : 1;
	p[25] = 1;
	memcpy(p + 26, our_mac(net), 6);
	send_ip(net, vlan, mac, from, to, ICMP6, 255, p, sizeof(p), 2);
}

void neighbour_ask(unsigned net, unsigned vlan, const address *from, const address *a)
{
	address group = {.s6_addr = {0xff, 2, [11] = 1, 0xff}};
	uint8_t mac[6];

	if (is_v4(a)) {
		send_arp(net, vlan, 1, from, everyone, a);
		return;
	}
	memcpy(group.s6_addr + 13, a->s6_addr + 13, 3);
	multicast(mac, &group);
	send_nd(net, vlan, mac, ASK, from, &group, a);
}

static void host_frame(struct part *p, const struct frame *in)
{
	const uint8_t *d = in->data;
	address from = {.s6_addr = {[10] = 255, 255}}, to = from;

	if (in->type != ARP || in->size < 28 || be16(d + 6) != 1)
		return;
	memcpy(from.s6_addr + 12, d + 14, 4);
	memcpy(to.s6_addr + 12, d + 24, 4);
	/* Who claims an address, or asks whether it is free, is not answered. */
	if (memcmp(&from, &to, sizeof(to)) && in_list(word(p, "address", ""), &to))
		send_arp(in->net, in->vlan, 2, &to, in->mac, &from);
}

/* Answer a ping. */
static void echo(const struct packet *in)
{
	uint8_t out[FRAME_MAX];
	bool four = is_v4(&in->to);

	if (in->size < 8 || in->size > FRAME_MAX - 64 ||
	    in->protocol != (four ? ICMP4 : ICMP6) || in->data[0] != (four ? 8 : 128))
		return;
	memcpy(out, in->data, in->size);
	out[0] = four ? 0 : 129;
	send_ip(in->frame->net, in->frame->vlan, in->frame->mac, &in->to, &in->from,
		in->protocol, 64, out, in->size, 2);
}

static void host_packet(struct part *p, const struct packet *in)
{
	const char *mine = word(p, "address", "");
	address what;

	if (in->protocol == ICMP6 && in->size >= 24 && in->data[0] == ASK) {
		memcpy(&what, in->data + 8, 16);
		/* From "::" is somebody who checks whether the address is free. */
		if (in_list(mine, &what) && !IN6_IS_ADDR_UNSPECIFIED(&in->from))
			send_nd(in->frame->net, in->frame->vlan, in->frame->mac, ANSWER,
				&what, &in->from, &what);
	} else if (in_list(mine, &in->to)) {
		echo(in);
	}
}

static void beyond_packet(struct part *p, const struct packet *in)
{
	if (in_list(word(p, "address", ""), &in->to))
		echo(in);
}

/* Options of a router advertisement, behind its 16 bytes. */
static uint32_t ra_options(struct part *p, uint8_t *d)
{
	uint32_t life = (uint32_t)number(p, "lifetime", 1800), at = 16;
	uint32_t valid = (uint32_t)number(p, "valid", 86400);
	const char *list = word(p, "prefix", "");
	unsigned length;
	address a;

	d[at] = 1; /* our Ethernet address */
	d[at + 1] = 1;
	memcpy(d + at + 2, our_mac(p->net), 6);
	at += 8;
	while (list_next(&list, &a, &length) && at < 600) {
		d[at] = 3;
		d[at + 1] = 4;
		d[at + 2] = (uint8_t)length;
		d[at + 3] = (uint8_t)((number(p, "onlink", 1) > 0 ? 0x80 : 0) |
				      (number(p, "auto", 1) > 0 ? 0x40 : 0));
		put32(d + at + 4, valid);
		put32(d + at + 8, (uint32_t)number(p, "preferred", valid));
		memcpy(d + at + 16, &a, 16);
		at += 32;
	}
	for (list = word(p, "route", ""); list_next(&list, &a, &length) && at < 800; at += 24) {
		d[at] = 24;
		d[at + 1] = 3;
		d[at + 2] = (uint8_t)length;
		put32(d + at + 4, life);
		memcpy(d + at + 8, &a, 16);
	}
	for (list = word(p, "rdnss", ""); list_next(&list, &a, &length) && at < 1000; at += 24) {
		d[at] = 25;
		d[at + 1] = 3;
		put32(d + at + 4, (uint32_t)number(p, "dnslife", life));
		memcpy(d + at + 8, &a, 16);
	}
	if (word(p, "mtu", NULL)) {
		d[at] = 5;
		d[at + 1] = 1;
		put32(d + at + 4, (uint32_t)number(p, "mtu", 0));
		at += 8;
	}
	return at;
}

static void ra_turn(struct part *p, double t)
{
	address from = {.s6_addr = {0xfe, 0x80, [15] = 1}};
	address all = {.s6_addr = {0xff, 2, [15] = 1}};
	uint8_t d[1200] = {ADVERTISE, 0, 0, 0, 64}, mac[6];
	const char *flags = word(p, "flags", "");
	uint32_t n;

	if (t < p->next)
		return;
	p->next = t + number(p, "every", 3);
	d[5] = (uint8_t)((strchr(flags, 'm') ? 0x80 : 0) | (strchr(flags, 'o') ? 0x40 : 0));
	put16(d + 6, (uint32_t)number(p, "lifetime", 1800));
	n = ra_options(p, d);
	address_of(p, "router", &from);
	multicast(mac, &all);
	send_ip(p->net, p->vlan, mac, &from, &all, ICMP6, 255, d, n, 2);
}

static void ra_packet(struct part *p, const struct packet *in)
{
	if (in->protocol == ICMP6 && in->size >= 8 && in->data[0] == SOLICIT)
		p->next = 0;
}

const struct kind kind_host = {
	.name = "host", .words = " address:a ", .packet = host_packet, .frame = host_frame};
const struct kind kind_beyond = {
	.name = "beyond", .words = " address:a ", .packet = beyond_packet};
const struct kind kind_ra = {
	.name = "ra",
	.words = " prefix:a flags:w auto:n onlink:n lifetime:n valid:n preferred:n rdnss:a "
		 "dnslife:n mtu:n route:a router:a every:n ",
	.turn = ra_turn, .packet = ra_packet};
