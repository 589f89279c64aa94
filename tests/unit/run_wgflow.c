// sources:
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A WireGuard client and the internet behind its server in one process, at the
 * wire of QEMU's "dgram" network, for tests/bench/forward: one TCP connection
 * through the tunnel and the server's NAT, as fast as the server forwards it.
 * The server is what limits: a packet costs this process, compiled for this
 * machine, a hundredth of what it costs a guest of TCG.
 *
 *	run_wgflow LOCAL REMOTE KEY SERVERKEY up|down MEGABYTES PID
 *
 * LOCAL and REMOTE are the sockets' paths, PID is QEMU's. The first eighth is
 * not counted. Prints
 *	seconds=S bytes=N vcpu=S cpu=S again=N
 * for what came out at the other end: time of the guest's processor (the thread
 * that QEMU calls "CPU 0/..."), of all of QEMU's, and what was sent again.
 * Exit 0, 2 usage, 3 no session or no progress.
 */
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "wgnoise.h"
#include "wgwire.h"

enum { MSS = 1380, WINDOW = 96, PORT = 40000 };
enum { FIN = 1, SYN = 2, RST = 4, ACK = 16 };

/* One end of the connection. */
struct end {
	uint32_t next, unacked, wanted; /* sent, sent and seen, received */
	uint32_t owed;			/* segments without an answer */
	uint16_t port, to;
	bool open;
};

static struct noise session;
static struct end client, internet;
static bool ready, up;
static uint64_t got, again;
static unsigned frames;

/* A segment of n bytes, through the tunnel if it is the client's. */
static void segment(struct end *e, uint8_t flags, uint32_t n)
{
	static const uint8_t options[8] = {2, 4, MSS >> 8, MSS & 255, 3, 3, 7, 1};
	uint32_t head = TCP + (flags & SYN ? sizeof(options) : 0);
	uint8_t plain[FRAME_MAX], *p = plain, *out = frame(0x0800);

	if (e == &internet)
		p = out;
	put16(p + IP, e->port);
	put16(p + IP + 2, e->to);
	put32(p + IP + 4, e->next);
	put32(p + IP + 8, flags & ACK ? e->wanted : 0);
	p[IP + 12] = (uint8_t)(head / 4 << 4);
	p[IP + 13] = flags;
	put16(p + IP + 14, 32768);
	put32(p + IP + 16, 0);
	memset(p + IP + TCP, 'm', head - TCP + n);
	if (flags & SYN)
		memcpy(p + IP + TCP, options, sizeof(options));
	if (e == &client) {
		ip_head(p, 6, inside4, far4, head + n, 16);
		outer(out, noise_seal(&session, out + IP + UDP, p, IP + head + n));
	} else {
		ip_head(p, 6, far4, server4, head + n, 16);
		commit(IP + head + n);
	}
	e->next += n + (flags & SYN ? 1 : 0);
	e->owed = 0;
}

/* A segment (a whole IPv4 packet) for one of the ends. */
static void arrived(struct end *e, const uint8_t *p, uint32_t size)
{
	uint32_t head, n, seq;

	if (size < IP + TCP || p[0] != 0x45 || p[9] != 6 || be16(p + 2) > size ||
	    be16(p + IP + 2) != e->port)
		return;
	head = p[IP + 12] >> 4 << 2;
	n = be16(p + 2) - IP - head;
	seq = be32(p + IP + 4);
	if (p[IP + 13] & RST)
		die(3, "the connection was reset");
	if (p[IP + 13] & SYN) {
		e->to = (uint16_t)be16(p + IP);
		e->wanted = seq + 1;
		if (!e->open)
			segment(e, e == &internet ? SYN | ACK : ACK, 0);
		e->open = true;
	}
	if (p[IP + 13] & ACK &&
	    (int32_t)(be32(p + IP + 8) - e->unacked) > 0)
		e->unacked = be32(p + IP + 8);
	if (!n)
		return;
	if (seq == e->wanted) {
		e->wanted += n;
		got += n;
	}
	if (++e->owed == 2 || seq + n != e->wanted)
		segment(e, ACK, 0);
}

static void received(const uint8_t *p, uint32_t size)
{
	uint8_t plain[FRAME_MAX];
	uint32_t n;

	if (size >= ETH + 28 && be16(p + 12) == 0x0806 && be16(p + 20) == 1 &&
	    memcmp(p + 38, server4, 4))
		answer_arp(p);
	if (size < ETH + IP + UDP || be16(p + 12) != 0x0800)
		return;
	p += ETH;
	size = be16(p + 2) < size - ETH ? be16(p + 2) : size - ETH;
	if (!memcmp(p + 16, far4, 4)) {
		arrived(&internet, p, size);
	} else if (p[9] == 17 && be16(p + IP) == WG_PORT) {
		p += IP + UDP;
		size -= IP + UDP;
		if (size == WG_RESPONSE && p[0] == 2 && !ready)
			ready = noise_response(&session, p);
		else if (size > WG_HEAD && p[0] == 4 && ready &&
			 (n = noise_open(&session, plain, p, size)))
			arrived(&client, plain, n);
	}
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Seconds of processor time of a thread that is named so, or of all. */
static double spent(const char *pid, const char *name)
{
	char path[300], comm[32];
	unsigned long long ns;
	double all = 0;
	struct dirent *d;
	DIR *dir;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%s/task", pid);
	if (!(dir = opendir(path)))
		die(3, "%s: %s", path, strerror(errno));
	while ((d = readdir(dir))) {
		snprintf(path, sizeof(path), "/proc/%s/task/%s/comm", pid, d->d_name);
		if (d->d_name[0] == '.' || !(f = fopen(path, "r")))
			continue;
		if (!fgets(comm, sizeof(comm), f))
			comm[0] = 0;
		fclose(f);
		snprintf(path, sizeof(path), "/proc/%s/task/%s/schedstat", pid, d->d_name);
		if (strncmp(comm, name, strlen(name)) || !(f = fopen(path, "r")))
			continue;
		if (fscanf(f, "%llu", &ns) == 1)
			all += (double)ns / 1e9;
		fclose(f);
	}
	closedir(dir);
	return all;
}

/* Whatever the wire has and takes. */
static void turn(void)
{
	struct pollfd p = {wire, POLLIN, 0};
	uint8_t in[2048];
	ssize_t n;

	flush();
	if (waiting)
		p.events |= POLLOUT;
	poll(&p, 1, 100);
	while ((n = recv(wire, in, sizeof(in), MSG_DONTWAIT)) > 0) {
		frames++;
		received(in, (uint32_t)n);
		flush();
	}
}

/* Send what the window allows; again from the start if nothing comes for a while. */
static void push(struct end *e)
{
	static uint32_t seen, room = 8 * MSS;
	static double since;

	if (since == 0)
		seen = e->unacked;
	if (e->unacked != seen || since == 0) {
		since = now();
	} else if (now() - since > 1) {
		again += e->next - e->unacked;
		e->next = e->unacked;
		since = now();
	}
	/* Slowly at first: what the other end allows before it said its scale. */
	if ((room += e->unacked - seen) > WINDOW * MSS)
		room = WINDOW * MSS;
	seen = e->unacked;
	while (e->next - e->unacked < room && waiting < PENDING / 2)
		segment(e, ACK, MSS);
}

static void connect_through(void)
{
	double asked = 0, limit = now() + 20;
	uint8_t *p;

	while (!client.open || internet.unacked != internet.next) {
		if (now() > limit)
			die(3, ready ? "no connection" : "no handshake");
		if (now() - asked > 2) {
			asked = now();
			if (!ready) {
				p = frame(0x0800);
				noise_initiation(&session, p + IP + UDP);
				outer(p, WG_INITIATION);
			} else if (client.open) {
				segment(&client, ACK, 0);
			} else {
				client.next = client.unacked;
				segment(&client, SYN, 0);
			}
		}
		if (ready && !client.open && client.next == client.unacked)
			segment(&client, SYN, 0);
		turn();
	}
}

int main(int argc, char *argv[])
{
	uint64_t whole, skip, last = 0;
	double start = 0, vcpu = 0, cpu = 0, moved;
	struct end *from;
	size_t n;

	if (argc != 8 || sodium_init() < 0 ||
	    sodium_base642bin(session.key, 32, argv[3], strlen(argv[3]), NULL, &n,
			      NULL, sodium_base64_VARIANT_ORIGINAL) || n != 32 ||
	    sodium_base642bin(session.server, 32, argv[4], strlen(argv[4]), NULL,
			      &n, NULL, sodium_base64_VARIANT_ORIGINAL) || n != 32) {
		fputs("usage: run_wgflow LOCAL REMOTE KEY SERVERKEY up|down "
		      "MEGABYTES PID\n", stderr);
		return 2;
	}
	up = !strcmp(argv[5], "up");
	whole = strtoull(argv[6], NULL, 10) * 1000000;
	skip = whole / 8;
	client.next = client.unacked = randombytes_random();
	internet.next = internet.unacked = randombytes_random();
	client.port = (uint16_t)(PORT + randombytes_uniform(20000));
	/* A port of its own: packets of the run before may still come. */
	client.to = internet.port = (uint16_t)(1024 + randombytes_uniform(20000));
	open_wire(argv[1], argv[2]);
	connect_through();
	from = up ? &client : &internet;
	moved = now();
	while (got < whole + skip) {
		push(from);
		turn();
		if (got != last)
			moved = now();
		else if (now() - moved > 15)
			die(3, "%s: no progress after %llu bytes: %u sent and unseen, "
			       "%u received, %u frames wait for QEMU", argv[5],
			    (unsigned long long)got, from->next - from->unacked,
			    frames, waiting);
		last = got;
		if (start == 0 && got >= skip) {
			skip = got;
			start = now();
			vcpu = spent(argv[7], "CPU 0/");
			cpu = spent(argv[7], "");
		}
	}
	printf("seconds=%.3f bytes=%llu vcpu=%.3f cpu=%.3f again=%llu\n",
	       now() - start, (unsigned long long)(got - skip),
	       spent(argv[7], "CPU 0/") - vcpu, spent(argv[7], "") - cpu,
	       (unsigned long long)again);
	unlink(argv[1]);
	return 0;
}
