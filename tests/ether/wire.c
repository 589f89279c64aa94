/* SPDX-License-Identifier: BSD-2-Clause */
/* The wires (QEMU's "-netdev dgram", one unix socket a card), and frames on them. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "ether.h"

enum { ETH = 14, MACS = 64 };

static struct {
	int fd;
	unsigned net;
	struct sockaddr_un remote;
} cards[CARDS];
static struct pollfd polls[CARDS];
static unsigned n_cards;
/* Which card of a net an address was last seen at, as a switch knows it. */
static struct {
	uint8_t mac[6];
	unsigned net, card;
} macs[MACS];
static unsigned n_macs;

double now(void)
{
	static double start;
	struct timespec t;
	double s;

	clock_gettime(CLOCK_MONOTONIC, &t);
	s = (double)t.tv_sec + (double)t.tv_nsec / 1e9;
	if (start == 0)
		start = s;
	return s - start;
}

void put16(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

void put32(uint8_t *p, uint32_t v)
{
	put16(p, v >> 16);
	put16(p + 2, v & 0xffff);
}

uint32_t be16(const uint8_t *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

uint32_t be32(const uint8_t *p)
{
	return be16(p) << 16 | be16(p + 2);
}

static void path_of(struct sockaddr_un *a, const char *card, const char *end)
{
	a->sun_family = AF_UNIX;
	if (snprintf(a->sun_path, sizeof(a->sun_path), "%s/%s.%s", folder, card, end) >=
	    (int)sizeof(a->sun_path))
		die(2, "%s: its path is too long for a socket", folder);
}

void wire_open(const char *card, unsigned net)
{
	struct sockaddr_un here;
	int fd;

	if (n_cards == CARDS)
		die(2, "more than %d cards", CARDS);
	path_of(&here, card, "net");
	path_of(&cards[n_cards].remote, card, "nic");
	unlink(here.sun_path);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&here, sizeof(here)))
		die(3, "%s: %s", here.sun_path, strerror(errno));
	cards[n_cards].fd = polls[n_cards].fd = fd;
	polls[n_cards].events = POLLIN;
	cards[n_cards++].net = net;
}

const uint8_t *our_mac(unsigned net)
{
	static uint8_t mac[NETS][6];

	memcpy(mac[net], "\2mayf", 5);
	mac[net][5] = (uint8_t)net;
	return mac[net];
}

static void learn(unsigned net, unsigned card, const uint8_t mac[6])
{
	unsigned i;

	for (i = 0; i < n_macs; i++)
		if (macs[i].net == net && !memcmp(macs[i].mac, mac, 6))
			break;
	if (i == MACS)
		i = mac[5] % MACS; /* a guest that makes them up */
	else if (i == n_macs)
		n_macs++;
	memcpy(macs[i].mac, mac, 6);
	macs[i].net = net;
	macs[i].card = card;
}

static void put(unsigned card, const uint8_t *data, uint32_t size)
{
	/* A frame that QEMU does not take, or not yet, is lost, as on any wire. */
	(void)!sendto(cards[card].fd, data, size, MSG_DONTWAIT,
		      (struct sockaddr *)&cards[card].remote, sizeof(cards[card].remote));
}

static uint32_t head(uint8_t *out, unsigned net, unsigned vlan, const uint8_t mac[6],
		     unsigned type, const uint8_t *data, uint32_t size)
{
	uint32_t n = ETH;

	memcpy(out, mac, 6);
	memcpy(out + 6, our_mac(net), 6);
	if (vlan) {
		put16(out + 12, VLAN);
		put16(out + 14, vlan);
		n += 4;
	}
	put16(out + n - 2, type);
	if (size > FRAME_MAX - n)
		size = FRAME_MAX - n;
	memcpy(out + n, data, size);
	return n + size;
}

void send_frame(unsigned net, unsigned vlan, const uint8_t mac[6], unsigned type,
		const uint8_t *data, uint32_t size)
{
	uint8_t out[FRAME_MAX];
	uint32_t n = head(out, net, vlan, mac, type, data, size);

	for (unsigned i = 0; !(mac[0] & 1) && i < n_macs; i++)
		if (macs[i].net == net && !memcmp(macs[i].mac, mac, 6)) {
			if (lacp_passes(net, macs[i].card))
				put(macs[i].card, out, n);
			return;
		}
	for (unsigned i = 0; i < n_cards; i++)
		if (cards[i].net == net && lacp_passes(net, i))
			put(i, out, n);
}

void send_to_card(unsigned net, unsigned card, const uint8_t mac[6], unsigned type,
		  const uint8_t *data, uint32_t size)
{
	uint8_t out[FRAME_MAX];

	put(card, out, head(out, net, 0, mac, type, data, size));
}

static uint32_t sum(const uint8_t *p, uint32_t n, uint64_t s)
{
	uint32_t i;

	for (i = 0; i + 1 < n; i += 2)
		s += be16(p + i);
	if (n & 1)
		s += (uint32_t)p[n - 1] << 8;
	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	return (uint32_t)s;
}

void send_ip(unsigned net, unsigned vlan, const uint8_t mac[6], const address *from,
	     const address *to, uint8_t protocol, uint8_t hops, uint8_t *data,
	     uint32_t n, uint32_t at)
{
	static uint16_t id;
	uint8_t out[FRAME_MAX] = {0};
	bool four = is_v4(to);
	uint32_t ip = four ? 20 : 40, pseudo;

	if (n > FRAME_MAX - 64)
		return;
	if (four) {
		out[0] = 0x45;
		put16(out + 2, ip + n);
		put16(out + 4, ++id);
		out[6] = 0x40; /* not to be cut */
		out[8] = hops;
		out[9] = protocol;
		memcpy(out + 12, v4(from), 4);
		memcpy(out + 16, v4(to), 4);
		put16(out + 10, ~sum(out, ip, 0) & 0xffff);
		pseudo = sum(out + 12, 8, protocol + n);
	} else {
		out[0] = 0x60;
		put16(out + 4, n);
		out[6] = protocol;
		out[7] = hops;
		memcpy(out + 8, from, 16);
		memcpy(out + 24, to, 16);
		pseudo = sum(out + 8, 32, protocol + n);
	}
	put16(data + at, 0);
	put16(data + at, ~sum(data, n, protocol == ICMP4 ? 0 : pseudo) & 0xffff);
	memcpy(out + ip, data, n);
	send_frame(net, vlan, mac, four ? IPV4 : IPV6, out, ip + n);
}

void send_udp(unsigned net, unsigned vlan, const uint8_t mac[6], const address *from,
	      unsigned port, const address *to, unsigned to_port, uint8_t *data, uint32_t n)
{
	put16(data, port);
	put16(data + 2, to_port);
	put16(data + 4, n);
	send_ip(net, vlan, mac, from, to, UDP, 64, data, n, 6);
}

void wire_turn(double seconds)
{
	uint8_t in[65536];
	struct frame f;
	ssize_t n;

	poll(polls, n_cards, (int)(seconds * 1000));
	for (unsigned i = 0; i < n_cards; i++)
		/* So many at once, that none can keep the others from their turn. */
		for (int k = 0; k < 64 && (n = recv(cards[i].fd, in, sizeof(in), 0)) > 0; k++) {
			uint32_t at = ETH;

			if (n < ETH + 4)
				continue;
			f = (struct frame){.net = cards[i].net, .card = i, .type = be16(in + 12)};
			memcpy(f.mac, in + 6, 6);
			if (f.type == VLAN) {
				f.vlan = be16(in + 14) & 0xfff;
				f.type = be16(in + 16);
				at += 4;
			}
			f.data = in + at;
			f.size = (uint32_t)n - at;
			if (f.type != SLOW && !lacp_passes(f.net, i))
				continue;
			learn(f.net, i, f.mac);
			frame_in(&f);
		}
}
