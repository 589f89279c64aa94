// sources:
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A WireGuard client that sends through the server what connection tracking has no
 * entry for (ends of forgotten connections, answers nobody asked for, pieces, odd
 * headers), at the wire of QEMU's "dgram" network, where it is the internet, too,
 * and looks whose address is on what the server sends.
 *
 *	run_wgleak LOCAL REMOTE KEY SERVERKEY
 *
 * Prints each packet whose source is not the server's, and then
 *	sent=N translated=N untranslated=N
 * "translated" are the packets for the far host that had the server's address.
 * Exit 0, 2 usage, 3 no session.
 */
#include <arpa/inet.h>
#include <poll.h>

#include "wgnoise.h"
#include "wgwire.h"

enum { IP6 = 40, PLAIN = 1400 };
enum { FIN = 1, SYN = 2, RST = 4, PSH = 8, ACK = 16, URG = 32 };
enum { MORE = 0x2000 };

static struct noise session;
static bool ready;
static unsigned sent, translated, untranslated;
static uint8_t server6[16], inside6[16], far6[16], router6[16];

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void ip6_head(uint8_t *p, uint8_t next, const uint8_t *from,
		     const uint8_t *to, uint32_t n)
{
	memset(p, 0, IP6);
	p[0] = 0x60;
	put16(p + 4, n);
	p[6] = next;
	p[7] = 255;
	memcpy(p + 8, from, 16);
	memcpy(p + 24, to, 16);
}

static void answer_neighbour(const uint8_t *p)
{
	uint8_t *out = frame(0x86dd), *icmp = out + IP6;

	if (memcmp(p + IP6 + 8, router6, 16))
		return;
	ip6_head(out, 58, router6, p + 8, 32);
	memset(icmp, 0, 32);
	icmp[0] = 136;
	icmp[4] = 0x60; /* solicited, override */
	memcpy(icmp + 8, router6, 16);
	icmp[24] = 2;
	icmp[25] = 1;
	memcpy(icmp + 26, our_mac, 6);
	put16(icmp + 2, ~sum(icmp, 32, sum(out + 8, 32, 58 + 32)) & 0xffff);
	commit(IP6 + 32);
}

static void judge(int family, const uint8_t *source, bool ours, bool to_far,
		  const uint8_t *what, uint8_t protocol)
{
	char text[INET6_ADDRSTRLEN];

	if (ours) {
		translated += to_far;
		return;
	}
	untranslated++;
	printf("not the server's: %s protocol %d %02x%02x\n",
	       inet_ntop(family, source, text, sizeof(text)), protocol, what[0],
	       what[1]);
}

/* Its link local address, with which it may speak to the link, and ask there for others. */
static bool for_link(const uint8_t *p)
{
	static const uint8_t link[2] = {0xfe, 0x80};
	bool asks = p[6] == 58 && p[IP6] >= 133 && p[IP6] <= 136;

	return !memcmp(p + 8, link, 2) &&
	    (asks || p[24] == 0xff || !memcmp(p + 24, link, 2));
}

static void received(const uint8_t *p, uint32_t size)
{
	static const uint8_t nobody[16];
	uint32_t type = be16(p + 12);

	if (size < ETH + 28 || memcmp(p + 6, server_mac, 6))
		return;
	if (type == 0x0806) {
		judge(AF_INET, p + 28,
		      !memcmp(p + 28, server4, 4) || !memcmp(p + 28, nobody, 4),
		      false, p, 0);
		if (be16(p + 20) == 1 && memcmp(p + 38, server4, 4))
			answer_arp(p);
	} else if (type == 0x0800 && size >= ETH + IP) {
		p += ETH;
		size -= ETH;
		judge(AF_INET, p + 12, !memcmp(p + 12, server4, 4),
		      !memcmp(p + 16, far4, 4), p + IP, p[9]);
		if (p[9] == 17 && size >= IP + UDP + WG_RESPONSE && !ready &&
		    be16(p + IP) == WG_PORT && p[IP + UDP] == 2)
			ready = noise_response(&session, p + IP + UDP);
	} else if (type == 0x86dd && size >= ETH + IP6) {
		p += ETH;
		judge(AF_INET6, p + 8,
		      !memcmp(p + 8, server6, 16) || for_link(p) ||
			  (!memcmp(p + 8, nobody, 16) && p[24] == 0xff),
		      !memcmp(p + 24, far6, 16), p + IP6, p[6]);
		if (p[6] == 58 && size >= ETH + IP6 + 24 && p[IP6] == 135)
			answer_neighbour(p);
	}
}

static void turn(int wait)
{
	struct pollfd p = {wire, POLLIN, 0};
	uint8_t in[2048];
	ssize_t n;

	flush();
	poll(&p, 1, wait);
	while ((n = recv(wire, in, sizeof(in), MSG_DONTWAIT)) > 0)
		received(in, (uint32_t)n);
	flush();
}

static void through(const uint8_t *plain, uint32_t n)
{
	uint8_t *out = frame(0x0800);

	outer(out, noise_seal(&session, out + IP + UDP, plain, n));
	sent++;
	turn(10);
}

/* n bytes at data as a packet of that protocol; its checksum at sum_at, unless that
 * is not inside; fragment: flags and offset, as in the header, with an id. */
static void send4(uint8_t protocol, const uint8_t *data, uint32_t n,
		  uint32_t sum_at, uint32_t fragment, uint16_t id)
{
	uint8_t p[IP + PLAIN] = {0};

	memcpy(p + IP, data, n);
	if (sum_at + 2 <= n) {
		ip_head(p, protocol, inside4, far4, n, sum_at);
		if (protocol == 1) { /* no head is summed */
			put16(p + IP + 2, 0);
			put16(p + IP + 2, ~sum(p + IP, n, 0) & 0xffff);
		}
	} else {
		/* The place of a sum that nobody sums. */
		ip_head(p, protocol, inside4, far4, n, n);
	}
	put16(p + 6, fragment);
	if (id)
		put16(p + 4, id);
	put16(p + 10, 0);
	put16(p + 10, ~sum(p, IP, 0) & 0xffff);
	through(p, IP + n);
}

/* The same for IPv6, behind the headers that are before n bytes of protocol. */
static void send6(const uint8_t *before, uint32_t size, uint8_t next,
		  const uint8_t *data, uint32_t n, uint32_t sum_at,
		  uint8_t protocol)
{
	uint8_t p[IP6 + PLAIN];

	ip6_head(p, next, inside6, far6, size + n);
	if (size)
		memcpy(p + IP6, before, size);
	if (n)
		memcpy(p + IP6 + size, data, n);
	if (sum_at + 2 <= n) {
		uint8_t *d = p + IP6 + size;

		put16(d + sum_at, 0);
		put16(d + sum_at,
		      ~sum(d, n, sum(p + 8, 32, protocol + n)) & 0xffff);
	}
	through(p, IP6 + size + n);
}

static const uint8_t *tcp(uint8_t flags)
{
	static uint8_t t[TCP];
	static uint16_t port = 2000;

	put16(t, ++port);
	put16(t + 2, 443);
	put32(t + 4, 1000);
	put32(t + 8, flags & ACK ? 2000 : 0);
	t[12] = 0x50;
	t[13] = flags;
	put16(t + 14, 1000);
	return t;
}

static void connections(void)
{
	static const uint8_t flags[] = {RST, FIN | ACK, SYN | ACK, RST | ACK, 0,
					FIN, FIN | PSH | URG, URG};

	for (size_t i = 0; i < sizeof(flags); i++) {
		send4(6, tcp(flags[i]), TCP, 16, 0, 0);
		send6(NULL, 0, 6, tcp(flags[i]), TCP, 16, 6);
	}
}

static void messages(void)
{
	static const uint8_t type4[] = {0, 3, 4, 5, 9, 10, 11, 12, 14, 16, 18},
			     type6[] = {1, 2, 3, 4, 127, 129, 130, 131, 132, 133,
					134, 135, 136, 137, 140, 143, 145, 200};
	uint8_t m[64] = {0};

	/* What an error is about: a connection that is not. */
	put32(m + 4, 0x10002);
	for (size_t i = 0; i < sizeof(type4); i++) {
		m[0] = type4[i];
		ip_head(m + 8, 17, inside4, far4, UDP, 6);
		send4(1, m, 8 + IP + UDP, 2, 0, 0);
	}
	for (size_t i = 0; i < sizeof(type6); i++) {
		m[0] = type6[i];
		ip6_head(m + 8, 17, inside6, far6, UDP);
		send6(NULL, 0, 58, m, 8 + IP6 + UDP, 2, 58);
	}
}

static void pieces(void)
{
	uint8_t head[8] = {6}, two[TCP];

	memcpy(two, tcp(RST), TCP);
	send4(6, two, 16, PLAIN, MORE, 77);
	send4(6, two + 16, 4, PLAIN, 2, 77);
	send4(6, two, 16, PLAIN, MORE | 30, 78); /* alone */
	put32(head + 4, 79);
	put16(head + 2, 1);
	send6(head, 8, 44, two, 16, PLAIN, 6);
	put16(head + 2, 16);
	send6(head, 8, 44, two + 16, 4, PLAIN, 6);
	put32(head + 4, 80);
	send6(head, 8, 44, two, 16, PLAIN, 6); /* alone */
	put32(head + 4, 81);
	put16(head + 2, 0);
	send6(head, 8, 44, tcp(RST), TCP, 16, 6); /* all of it */
}

static void headers(void)
{
	static const uint8_t options[8] = {6, 0, 1, 4}, route[8] = {6, 0, 4},
			     none[8] = {59, 0, 1, 4}, ah[16] = {6, 2},
			     abort[16] = {0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 6,
					  0, 0, 4};

	send6(options, 8, 0, tcp(RST), TCP, 16, 6);
	send6(options, 8, 60, tcp(RST), TCP, 16, 6);
	send6(route, 8, 43, tcp(RST), TCP, 16, 6);
	send6(none, 8, 60, NULL, 0, 0, 0);
	send6(NULL, 0, 59, options, 8, PLAIN, 0);
	send6(ah, 16, 51, tcp(RST), TCP, 16, 6);
	send6(NULL, 0, 6, options, 2, PLAIN, 0);  /* cut off */
	send6(NULL, 0, 58, options, 1, PLAIN, 0);
	send4(6, options, 2, PLAIN, 0, 0);
	send4(17, options, 2, PLAIN, 0, 0);
	send4(132, abort, 16, PLAIN, 0, 0);
}

static void controls(void)
{
	uint8_t u[UDP + 4] = {0x20, 0, 0, 53, 0, UDP + 4};

	send4(17, u, sizeof(u), 6, 0, 0);
	send6(NULL, 0, 17, u, sizeof(u), 6, 17);
	send4(6, tcp(SYN), TCP, 16, 0, 0);
	send6(NULL, 0, 6, tcp(SYN), TCP, 16, 6);
}

int main(int argc, char *argv[])
{
	double limit = now() + 30, asked = 0;
	size_t n;

	if (argc != 5 || sodium_init() < 0 ||
	    sodium_base642bin(session.key, 32, argv[3], strlen(argv[3]), NULL, &n,
			      NULL, sodium_base64_VARIANT_ORIGINAL) ||
	    sodium_base642bin(session.server, 32, argv[4], strlen(argv[4]), NULL,
			      &n, NULL, sodium_base64_VARIANT_ORIGINAL)) {
		fputs("usage: run_wgleak LOCAL REMOTE KEY SERVERKEY\n", stderr);
		return 2;
	}
	inet_pton(AF_INET6, "2001:db8:100::1", server6);
	inet_pton(AF_INET6, "2001:db8:100::3", router6);
	inet_pton(AF_INET6, "fd6d:6179:666c::2", inside6);
	inet_pton(AF_INET6, "2001:db8:203::9", far6);
	open_wire(argv[1], argv[2]);
	while (!ready) {
		if (now() > limit)
			die(3, "no handshake");
		if (now() - asked > 2) {
			uint8_t *p = frame(0x0800);

			asked = now();
			noise_initiation(&session, p + IP + UDP);
			outer(p, WG_INITIATION);
		}
		turn(100);
	}
	/* Twice: the first time the server has to ask for its routers. */
	for (int round = 0; round < 2; round++) {
		controls();
		for (double end = now() + 1; now() < end;)
			turn(100);
		connections();
		messages();
		pieces();
		headers();
	}
	for (double end = now() + 5; now() < end;)
		turn(100);
	printf("sent=%u translated=%u untranslated=%u\n", sent, translated,
	       untranslated);
	return 0;
}
