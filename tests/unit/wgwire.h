/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU's "dgram" network as seen by a program at its other end: frames to the server,
 * as a WireGuard client and as the internet behind the server.
 */
#ifndef TESTS_WGWIRE_H
#define TESTS_WGWIRE_H

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	FRAME_MAX = 1514, ETH = 14, IP = 20, UDP = 8, TCP = 20,
	PENDING = 512, WG_PORT = 51820,
};

static const uint8_t server_mac[6] = {0x52, 0x54, 0, 0x6d, 0x66, 1};
static const uint8_t our_mac[6] = {0x52, 0x54, 0, 0x6d, 0x66, 2};
static const uint8_t server4[4] = {198, 51, 100, 1};
static const uint8_t client4[4] = {198, 51, 100, 2};
static const uint8_t inside4[4] = {10, 64, 0, 2};
static const uint8_t far4[4] = {203, 0, 113, 9};

static struct {
	uint8_t data[FRAME_MAX];
	uint32_t size;
} pending[PENDING];
static unsigned first, waiting;
static int wire;

static inline void die(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(stderr, "%s: ", program_invocation_short_name);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(status);
}

static inline void put16(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static inline void put32(uint8_t *p, uint32_t v)
{
	put16(p, v >> 16);
	put16(p + 2, v & 0xffff);
}

static inline uint32_t be16(const uint8_t *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static inline uint32_t be32(const uint8_t *p)
{
	return be16(p) << 16 | be16(p + 2);
}

static inline uint32_t sum(const uint8_t *p, uint32_t n, uint32_t start)
{
	uint64_t s = start;
	uint32_t i;

	for (i = 0; i + 1 < n; i += 2)
		s += be16(p + i);
	if (n & 1)
		s += (uint32_t)p[n - 1] << 8;
	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	return (uint32_t)s;
}

/* An IPv4 header before n bytes at p, and the checksum of those at p + at. */
static inline void ip_head(uint8_t *p, uint8_t protocol, const uint8_t from[4],
		    const uint8_t to[4], uint32_t n, uint32_t at)
{
	static uint16_t id;

	memset(p, 0, IP);
	p[0] = 0x45;
	put16(p + 2, IP + n);
	put16(p + 4, ++id);
	p[6] = 0x40; /* not to be cut */
	p[8] = 64;
	p[9] = protocol;
	memcpy(p + 12, from, 4);
	memcpy(p + 16, to, 4);
	put16(p + 10, ~sum(p, IP, 0) & 0xffff);
	put16(p + IP + at, 0);
	put16(p + IP + at,
	      ~sum(p + IP, n, sum(p + 12, 8, protocol + n)) & 0xffff);
}

/* The frame that is to be filled next, with its Ethernet header. */
static inline uint8_t *frame(uint32_t type)
{
	uint8_t *p = pending[(first + waiting) % PENDING].data;

	if (waiting == PENDING)
		die(3, "%d frames wait for QEMU", PENDING);
	memcpy(p, server_mac, 6);
	memcpy(p + 6, our_mac, 6);
	put16(p + 12, type);
	return p + ETH;
}

static inline void commit(uint32_t size)
{
	pending[(first + waiting++) % PENDING].size = ETH + size;
}

static inline void flush(void)
{
	while (waiting && send(wire, pending[first].data, pending[first].size,
			       MSG_DONTWAIT) >= 0) {
		first = (first + 1) % PENDING;
		waiting--;
	}
	if (waiting && errno != EAGAIN && errno != ENOBUFS)
		die(3, "send: %s", strerror(errno));
}

/* Answer the frame p, an ARP request: all others on the link are here. */
static inline void answer_arp(const uint8_t *p)
{
	uint8_t *out = frame(0x0806);

	memcpy(out, p + ETH, 28);
	put16(out + 6, 2);
	memcpy(out + 8, our_mac, 6);
	memcpy(out + 14, p + 38, 4);
	memcpy(out + 18, p + 22, 10);
	commit(28);
}

/* A UDP packet whose n bytes are at p + IP + UDP already. */
static inline void outer(uint8_t *p, uint32_t n)
{
	put16(p + IP, WG_PORT);
	put16(p + IP + 2, WG_PORT);
	put16(p + IP + 4, UDP + n);
	ip_head(p, 17, client4, server4, UDP + n, 6);
	commit(IP + UDP + n);
}

static inline void open_wire(const char *local, const char *remote)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	int size = 1 << 20;

	wire = socket(AF_UNIX, SOCK_DGRAM, 0);
	unlink(local);
	snprintf(a.sun_path, sizeof(a.sun_path), "%s", local);
	if (wire < 0 || bind(wire, (struct sockaddr *)&a, sizeof(a)))
		die(3, "%s: %s", local, strerror(errno));
	setsockopt(wire, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	snprintf(a.sun_path, sizeof(a.sun_path), "%s", remote);
	if (connect(wire, (struct sockaddr *)&a, sizeof(a)))
		die(3, "%s: %s", remote, strerror(errno));
}

#endif
