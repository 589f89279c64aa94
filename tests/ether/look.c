/* SPDX-License-Identifier: BSD-2-Clause */
/* Each frame: what it is, counted, then to the parts that are there and on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ether.h"

static double first[NETS]; /* when a net's first frame came; 0 if none did */

/* The event of after=[NET:]KIND[:COUNT]. */
static bool happened(const struct part *p)
{
	const char *value = word(p, "after", NULL), *colon;
	char kind[24] = "";
	unsigned net = p->net, count = 1;
	char name[24];

	if (!value)
		return first[p->net] > 0;
	if ((colon = strchr(value, ':')) && !strchr("0123456789", colon[1]) &&
	    colon - value < (int)sizeof(name)) {
		memcpy(name, value, (size_t)(colon - value));
		name[colon - value] = 0;
		net = net_of(name);
		value = colon + 1;
	}
	snprintf(kind, sizeof(kind), "%.*s", (int)strcspn(value, ":"), value);
	if ((colon = strchr(value, ':')))
		count = (unsigned)atoi(colon + 1);
	return seen_count(net, kind) >= count;
}

static bool is_on(struct part *p, double t)
{
	if (p->began < 0 && happened(p))
		p->began = word(p, "after", NULL) ? t : first[p->net];
	return p->began >= 0 && t >= p->began + p->from && t < p->began + p->until;
}

void parts_turn(void)
{
	double t = now();

	for (unsigned i = 0; i < n_parts; i++)
		if (is_on(&parts[i], t) && parts[i].kind->turn)
			parts[i].kind->turn(&parts[i], t);
}

static void to_parts(const struct frame *f, const struct packet *in)
{
	double t = now();

	for (unsigned i = 0; i < n_parts; i++) {
		struct part *p = &parts[i];

		if (p->net != f->net || p->vlan != f->vlan || !is_on(p, t))
			continue;
		if (in && p->kind->packet)
			p->kind->packet(p, in);
		else if (!in && p->kind->frame)
			p->kind->frame(p, f);
	}
}

static void count(const struct packet *in)
{
	const struct frame *f = in->frame;
	const uint8_t *d = in->data;
	const char *dhcp = dhcp_name(in);
	unsigned type = in->size ? d[0] : 0;
	address who;

	if (dhcp[0])
		seen(f->net, f->vlan, dhcp, "%s", "");
	else if (in->protocol == UDP && in->size >= 8)
		seen(f->net, f->vlan, "udp", " from=%s to=%s port=%u", text(&in->from),
		     text(&in->to), be16(d + 2) < 32768 ? be16(d + 2) : 0);
	else if (in->protocol == TCP && in->size >= 20)
		seen(f->net, f->vlan, "tcp", " from=%s to=%s port=%u", text(&in->from),
		     text(&in->to), be16(d + 2) < 32768 ? be16(d + 2) : 0);
	else if (in->protocol == ICMP6 && type == 133)
		seen(f->net, f->vlan, "router-solicit", "%s", "");
	else if (in->protocol == ICMP6 && type == 135 && in->size >= 24) {
		memcpy(&who, d + 8, sizeof(who));
		seen(f->net, f->vlan, "nd-ask", " who=%s", text(&who));
	} else if (in->protocol == ICMP4 || (in->protocol == ICMP6 && type < 130))
		seen(f->net, f->vlan, "icmp", " from=%s to=%s type=%u", text(&in->from),
		     text(&in->to), type);
}

static void packet_in(struct frame *f)
{
	const uint8_t *d = f->data;
	struct packet in = {.frame = f};
	uint32_t head, size, cut;

	if (f->type == IPV4) {
		if (f->size < 20 || d[0] >> 4 != 4 || (head = (d[0] & 15U) * 4) < 20 ||
		    (size = be16(d + 2)) < head || size > f->size)
			return;
		in.from.s6_addr[10] = in.from.s6_addr[11] = 255;
		in.to = in.from;
		memcpy(in.from.s6_addr + 12, d + 12, 4);
		memcpy(in.to.s6_addr + 12, d + 16, 4);
		in.protocol = d[9];
		cut = be16(d + 6) & 0x3fff;
	} else {
		head = 40;
		if (f->size < 40 || d[0] >> 4 != 6 || (size = 40 + be16(d + 4)) > f->size)
			return;
		memcpy(&in.from, d + 8, 16);
		memcpy(&in.to, d + 24, 16);
		in.protocol = d[6];
		if (!in.protocol && size >= 48 && (head += 8U + d[41] * 8U) <= size)
			in.protocol = d[40]; /* hop by hop: MLD has one */
		if (head > size)
			return;
		cut = in.protocol == FRAGMENT6;
	}
	in.data = d + head;
	in.size = size - head;
	if (cut) {
		seen(f->net, f->vlan, "fragment", " from=%s to=%s", text(&in.from), text(&in.to));
		return;
	}
	count(&in);
	to_parts(f, &in);
}

/* Who has an address says so by ARP, or by asking and answering for it. */
static void learn(const struct frame *f)
{
	address a = {.s6_addr = {[10] = 255, 255}};
	static const uint8_t none[4];
	const uint8_t *d = f->data;

	if (f->type == ARP && f->size >= 28 && be16(d) == 1 && be16(d + 2) == IPV4) {
		memcpy(a.s6_addr + 12, d + 24, 4);
		seen(f->net, f->vlan, be16(d + 6) == 1 ? "arp-ask" : "arp-answer", " who=%s",
		     text(&a));
		memcpy(a.s6_addr + 12, d + 14, 4);
		if (memcmp(d + 14, none, 4))
			neighbour_learn(f->net, f->vlan, &a, f->mac);
	} else if (f->type == IPV6 && f->size >= 64 && d[6] == ICMP6 && d[40] == 136) {
		memcpy(&a, d + 48, sizeof(a));
		neighbour_learn(f->net, f->vlan, &a, f->mac);
	}
}

void frame_in(struct frame *f)
{
	if (first[f->net] <= 0)
		first[f->net] = now() + 1e-9;
	learn(f);
	if (f->type == IPV4 || f->type == IPV6)
		packet_in(f);
	else
		to_parts(f, NULL);
}
