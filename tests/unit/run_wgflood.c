// sources:
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hostile peers of a WireGuard server and others, at the wire of QEMU's "dgram" network,
 * where this is the internet, too: the hostile ones begin what they can, then go on
 * with it while the others begin a connection each (or 40 in all, if they are few).
 *
 *	run_wgflood conf PEERS
 *	run_wgflood LOCAL REMOTE SERVERKEY KIND HOSTILE PEERS COUNT
 *
 * The first prints the server's wg0.conf. KIND: udp, COUNT connections of each hostile
 * peer to one port of one far host; syn, of TCP, and nobody answers; tcp, established;
 * pieces, the beginnings of packets; outside, the same from no peer at all. What the
 * others send is of the same kind, whole, and the far host answers it. Prints
 *	hostile=N other=N of=N
 * hostile ones that came to the far host; others that had their answer in the
 * tunnel, none sent twice. Exit 0, 2 usage, 3 no session, or not for long enough.
 */
#include <poll.h>

#include "wgnoise.h"
#include "wgwire.h"

enum { SYN = 2, ACK = 16, MORE = 0x2000 };
enum {
	PEERS_MAX = 4096, NUMBERS = 1 << 20, /* of connections of a peer */
	PORTS = 64000, FEW = 40, DATA = 24, REST = 16,
	RATE = 5000, /* a second, all hostile ones */
	WINDOW = 128,
	SESSION = 175, /* seconds, then the server takes no more of it */
	OTHERS_RATE = 100, OTHERS_WINDOW = 8, PRESSURE = 16,
};

static struct noise session[PEERS_MAX];
/* How many came, when the last one did, and how long another is waited for. */
static struct pace {
	unsigned came, lost;
	double at, patience;
} passed = {.patience = 0.5}, answered = {.patience = 2};
static unsigned peers, hostile;
static unsigned handshake_of;
static bool ready;
static char kind;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void came(struct pace *p)
{
	p->came++;
	p->at = now();
}

static void peer_key(unsigned who, uint8_t key[32])
{
	uint8_t seed[12] = "wgflood";

	put32(seed + 8, who);
	blake2s(key, 32, NULL, 0, seed, sizeof(seed));
}

static void peer_address(unsigned who, uint8_t address[4])
{
	memcpy(address, inside4, 4);
	put16(address + 2, who + 2);
}

static void through(unsigned who, const uint8_t *plain, uint32_t n)
{
	uint8_t *out = frame(0x0800);

	outer(out, noise_seal(&session[who], out + IP + UDP, plain, n));
}

/* Who began a connection, and which: in its first packet, for the far host. */
static uint32_t name_of(unsigned who, unsigned i)
{
	return who * NUMBERS + i;
}

static void far_of(unsigned i, uint8_t far[4])
{
	memcpy(far, far4, 4);
	far[3] = (uint8_t)(far4[3] + i / PORTS);
}

static void segment(uint32_t name, uint8_t flags)
{
	uint8_t p[IP + TCP] = {0}, from[4], far[4];
	unsigned i = name % NUMBERS;

	peer_address(name / NUMBERS, from);
	far_of(i, far);
	put16(p + IP, 1024 + i % PORTS);
	put16(p + IP + 2, 443);
	put32(p + IP + 4, flags & SYN ? name : name + 1);
	put32(p + IP + 8, flags & ACK ? 1 : 0);
	p[IP + 12] = 0x50;
	p[IP + 13] = flags;
	put16(p + IP + 14, 1000);
	ip_head(p, 6, from, far, TCP, 16);
	through(name / NUMBERS, p, sizeof(p));
}

/* The head of a piece: n bytes, flags and offset. A sum of 0 is none. */
static void piece_head(uint8_t *p, uint32_t n, uint32_t id, uint32_t fragment)
{
	put16(p + 2, IP + n);
	put16(p + 4, id);
	put16(p + 6, fragment);
	put16(p + 10, 0);
	put16(p + 10, ~sum(p, IP, 0) & 0xffff);
}

static void datagram(uint32_t name)
{
	uint8_t p[IP + UDP + DATA] = {0}, from[4], far[4];
	unsigned who = name / NUMBERS, i = name % NUMBERS;
	bool cut = strchr("po", kind) != NULL;

	peer_address(who, from);
	far_of(i, far);
	put16(p + IP, 1024 + i % PORTS);
	put16(p + IP + 2, 53);
	put16(p + IP + 4, UDP + DATA + (cut ? REST : 0));
	put32(p + IP + UDP, name);
	ip_head(p, 17, from, far, UDP + DATA, 6);
	if (cut) {
		put16(p + IP + 6, 0);
		piece_head(p, UDP + DATA, 1 + i, MORE);
	}
	through(who, p, sizeof(p));
	if (cut && who >= hostile) {
		memset(p + IP, 0, REST);
		piece_head(p, REST, 1 + i, (UDP + DATA) / 8);
		through(who, p, IP + REST);
	}
}

/* The beginning of a packet for the server itself. */
static void from_outside(uint32_t name)
{
	uint8_t *p = frame(0x0800);

	memset(p + IP, 0, UDP + DATA);
	put16(p + IP, 9);
	put16(p + IP + 2, 9);
	put16(p + IP + 4, UDP + DATA + REST);
	ip_head(p, 17, client4, server4, UDP + DATA, 6);
	put16(p + IP + 6, 0);
	piece_head(p, UDP + DATA, name, MORE);
	commit(IP + UDP + DATA);
}

static void begin(unsigned who, unsigned i)
{
	uint32_t name = name_of(who, i);

	if (kind == 's' || kind == 't')
		segment(name, SYN);
	else if (kind == 'o' && who < hostile)
		from_outside(name);
	else
		datagram(name);
}

/* At the far host: p, an IPv4 packet, is the answer's frame, too. */
static void at_far(const uint8_t *p, uint32_t size)
{
	bool tcp = p[9] == 6;
	uint32_t name;
	uint8_t *out;

	if (size < IP + (tcp ? TCP : UDP + 4) || (tcp && p[IP + 13] != SYN) ||
	    be16(p + 6) & 0x1fff) /* the rest of a packet, cut again */
		return;
	name = be32(p + IP + (tcp ? 4 : UDP));
	if (name / NUMBERS < hostile) {
		came(&passed);
		if (kind != 't')
			return;
	}
	out = frame(0x0800);
	memset(out + IP, 0, TCP);
	memcpy(out + IP, p + IP + 2, 2);
	memcpy(out + IP + 2, p + IP, 2);
	if (tcp) {
		put32(out + IP + 8, name + 1);
		out[IP + 12] = 0x50;
		out[IP + 13] = SYN | ACK;
		put16(out + IP + 14, 1000);
		ip_head(out, 6, p + 16, server4, TCP, 16);
		commit(IP + TCP);
		segment(name, ACK);
	} else {
		put16(out + IP + 4, UDP + 4);
		put32(out + IP + UDP, name);
		ip_head(out, 17, p + 16, server4, UDP + 4, 6);
		commit(IP + UDP + 4);
	}
}

/* A message of the tunnel, for whom of us it is. */
static void in_tunnel(const uint8_t *m, uint32_t n)
{
	uint8_t p[FRAME_MAX];
	uint32_t who;

	if (m[0] == 2 && n >= WG_RESPONSE && get32(m + 8) == handshake_of &&
	    !ready)
		ready = noise_response(&session[handshake_of], m);
	who = m[0] == 4 && n > WG_HEAD ? get32(m + 4) : 0;
	/* One answer is all that another gets: no need to look whose it is. */
	if (who >= hostile && who < peers &&
	    noise_open(&session[who], p, m, n) >= IP + UDP)
		came(&answered);
}

static void received(const uint8_t *p, uint32_t size)
{
	if (size < ETH + 28 || memcmp(p + 6, server_mac, 6))
		return;
	if (be16(p + 12) == 0x0806 && be16(p + 20) == 1 &&
	    memcmp(p + 38, server4, 4))
		answer_arp(p);
	if (be16(p + 12) != 0x0800 || memcmp(p + ETH + 12, server4, 4))
		return;
	p += ETH;
	size = be16(p + 2) < size - ETH ? be16(p + 2) : size - ETH;
	if (!memcmp(p + 16, far4, 3))
		at_far(p, size);
	else if (p[9] == 17 && size > IP + UDP + 12 && be16(p + IP) == WG_PORT)
		in_tunnel(p + IP + UDP, size - IP - UDP);
}

static void turn(double seconds)
{
	struct pollfd p = {wire, POLLIN, 0};
	uint8_t in[2048];
	ssize_t n;

	flush();
	if (waiting)
		p.events |= POLLOUT;
	poll(&p, 1, (int)(seconds * 1000) + 1);
	while (waiting < PENDING / 2 &&
	       (n = recv(wire, in, sizeof(in), MSG_DONTWAIT)) > 0) {
		received(in, (uint32_t)n);
		flush();
	}
}

/* Until then, and until there is room. */
static void until(double end)
{
	double t;

	while ((t = now()) < end || waiting > PENDING / 4)
		turn(t < end ? end - t : 0.01);
}

static void handshake(unsigned who)
{
	double limit = now() + 30, asked = 0;
	struct noise *s = &session[who];

	peer_key(who, s->key);
	s->local = handshake_of = who;
	ready = false;
	while (!ready) {
		if (now() > limit)
			die(3, "no handshake with peer %u", who);
		if (now() - asked > 2) {
			uint8_t *p = frame(0x0800);

			asked = now();
			noise_initiation(s, p + IP + UDP);
			outer(p, WG_INITIATION);
		}
		turn(0.1);
	}
}

static void conf(unsigned count)
{
	char text[64];
	uint8_t key[32], address[4];

	for (unsigned who = 0; who < count; who++) {
		peer_key(who, key);
		crypto_scalarmult_base(key, key);
		peer_address(who, address);
		sodium_bin2base64(text, sizeof(text), key, sizeof(key),
				  sodium_base64_VARIANT_ORIGINAL);
		printf("[Peer]\nPublicKey = %s\nAllowedIPs = %u.%u.%u.%u/32\n",
		       text, address[0], address[1], address[2], address[3]);
	}
}

/* What the hostile ones did n times, and once more. */
static unsigned more(unsigned n)
{
	begin(n % hostile, n / hostile);
	return n + 1;
}

/*
 * At that time, and not faster than the server lets them through, which would only drop
 * them in front of the limits; but what does not come for a while never does.
 */
static void pace(struct pace *p, unsigned sent, unsigned window, double when)
{
	until(when);
	while (sent - p->came - p->lost > window && now() - p->at < p->patience)
		turn(0.01);
	if (sent - p->came - p->lost > window)
		p->lost = sent - p->came;
}

static void flood(unsigned count)
{
	unsigned n = 0, others = peers - hostile;
	unsigned of = others < FEW ? FEW : others;
	double start, first_one = now();

	for (unsigned who = 0; who < peers; who++)
		handshake(who);
	n = more(n);
	until(now() + 1); /* the server asks for its router */
	passed.at = now();
	for (start = passed.at; n < count * hostile;) {
		n = more(n);
		if (n % PRESSURE == 0)
			pace(&passed, n, WINDOW, start + (double)n / RATE);
	}
	until(now() + 1);
	answered.at = start = now();
	for (unsigned i = 0; i < of; i++) {
		for (unsigned k = 0; k < PRESSURE; k++)
			n = more(n);
		begin(hostile + i % others, i);
		pace(&answered, i + 1, OTHERS_WINDOW,
		     start + (double)(i + 1) / OTHERS_RATE);
	}
	until(now() + 2);
	if (now() - first_one > SESSION)
		die(3, "the sessions ended: this machine is too slow or busy");
	printf("hostile=%u other=%u of=%u\n", passed.came,
	       answered.came, of);
}

static int usage(void)
{
	fputs("usage: run_wgflood conf PEERS\n"
	      "       run_wgflood LOCAL REMOTE SERVERKEY "
	      "udp|syn|tcp|pieces|outside HOSTILE PEERS COUNT\n", stderr);
	return 2;
}

int main(int argc, char *argv[])
{
	unsigned count;
	size_t n;

	if (sodium_init() < 0)
		return 3;
	if (argc == 3 && !strcmp(argv[1], "conf")) {
		conf((unsigned)strtoul(argv[2], NULL, 10));
		return 0;
	}
	if (argc != 8 || !(kind = argv[4][0]) || !strchr("ustpo", kind))
		return usage();
	hostile = (unsigned)strtoul(argv[5], NULL, 10);
	peers = (unsigned)strtoul(argv[6], NULL, 10);
	count = (unsigned)strtoul(argv[7], NULL, 10);
	if (!hostile || hostile >= peers || peers > PEERS_MAX)
		return usage();
	for (unsigned who = 0; who < peers; who++)
		if (sodium_base642bin(session[who].server, 32, argv[3],
				      strlen(argv[3]), NULL, &n, NULL,
				      sodium_base64_VARIANT_ORIGINAL) || n != 32)
			return usage();
	open_wire(argv[1], argv[2]);
	flood(count);
	unlink(argv[1]);
	return 0;
}
