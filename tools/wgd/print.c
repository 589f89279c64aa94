/* SPDX-License-Identifier: BSD-2-Clause */
/* A WireGuard interface as text, as wg showconf prints it. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/time_types.h>
#include <linux/wireguard.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "addr.h"
#include "device.h"

enum {
	TEXT_SIZE = 16384,
	TEXT_FULL = TEXT_SIZE - 2048, /* room for one peer's keys, or a network */
	IN_USE = 180, /* seconds: REJECT_AFTER_TIME, the life of a session */
	ENDPOINTS = INT16_MAX,
};

/* In locked memory: keys pass through. */
struct printer {
	int fd;
	int64_t now;
	bool keyed;
	size_t endpoints;
	unsigned char last[PEER_KEY]; /* the peer that is being printed */
	size_t len;
	char text[TEXT_SIZE];
};

static int flush(struct printer *p)
{
	size_t at = 0;
	ssize_t n = 0;

	while (at < p->len &&
	       (n = write(p->fd, p->text + at, p->len - at)) > 0)
		at += (size_t)n;
	sodium_memzero(p->text, p->len);
	p->len = 0;
	return n < 0 ? errno : 0;
}

static void put(struct printer *p, const char *s)
{
	size_t n = strlen(s);

	memcpy(p->text + p->len, s, n);
	p->len += n;
}

/* Straight into the locked buffer. */
static void put_key(struct printer *p, const char *name,
		    const struct nl_attr *a)
{
	if (a->len != PEER_KEY || sodium_is_zero(a->data, a->len))
		return;
	put(p, name);
	sodium_bin2base64(p->text + p->len, TEXT_SIZE - p->len, a->data,
			  a->len, sodium_base64_VARIANT_ORIGINAL);
	p->len += strlen(p->text + p->len);
	put(p, "\n");
}

static void put_endpoint(struct printer *p, const struct nl_attr *a)
{
	char host[INET6_ADDRSTRLEN], line[96];
	struct sockaddr_in6 six;
	struct sockaddr_in four;

	if (a->len == sizeof(four)) {
		memcpy(&four, a->data, sizeof(four));
		inet_ntop(AF_INET, &four.sin_addr, host, sizeof(host));
		snprintf(line, sizeof(line), "Endpoint = %s:%u\n", host,
			 ntohs(four.sin_port));
	} else if (a->len == sizeof(six)) {
		memcpy(&six, a->data, sizeof(six));
		inet_ntop(AF_INET6, &six.sin6_addr, host, sizeof(host));
		snprintf(line, sizeof(line), "Endpoint = [%s]:%u\n", host,
			 ntohs(six.sin6_port));
	} else {
		return;
	}
	if (p->endpoints++ < ENDPOINTS)
		put(p, line);
	sodium_memzero(&four, sizeof(four));
	sodium_memzero(&six, sizeof(six));
	sodium_memzero(host, sizeof(host));
	sodium_memzero(line, sizeof(line));
}

/* One network; returns an errno. */
static int put_net(struct printer *p, const struct nl_attr *net)
{
	const unsigned char *data = net->data;
	size_t left = net->len;
	struct prefix x = {.len = 0};
	char text[PREFIX_TEXT];
	struct nl_attr a;

	while (nl_attr_next(&data, &left, &a)) {
		if (a.type == WGALLOWEDIP_A_IPADDR && a.len <= 16) {
			memcpy(x.addr.bytes, a.data, a.len);
			x.addr.family = a.len == 4 ? AF_INET : AF_INET6;
		} else if (a.type == WGALLOWEDIP_A_CIDR_MASK && a.len == 1) {
			x.len = *a.data;
		}
	}
	put(p, "AllowedIPs = ");
	put(p, prefix_text(&x, text));
	put(p, "\n");
	return p->len > TEXT_FULL ? flush(p) : 0;
}

/* What stands before a peer's networks. */
static void put_peer(struct printer *p, const unsigned char *data, size_t left)
{
	struct nl_attr a, key = {.len = 0}, psk = key, endpoint = key;
	struct __kernel_timespec last = {0};

	while (nl_attr_next(&data, &left, &a)) {
		if (a.type == WGPEER_A_PUBLIC_KEY)
			key = a;
		else if (a.type == WGPEER_A_PRESHARED_KEY)
			psk = a;
		else if (a.type == WGPEER_A_ENDPOINT)
			endpoint = a;
		else if (a.type == WGPEER_A_LAST_HANDSHAKE_TIME &&
			 a.len == sizeof(last))
			memcpy(&last, a.data, sizeof(last));
	}
	/* Else a peer of the message before goes on. */
	if (key.len != PEER_KEY || !memcmp(p->last, key.data, PEER_KEY))
		return;
	memcpy(p->last, key.data, PEER_KEY);
	put(p, "[Peer]\n");
	put_key(p, "PublicKey = ", &key);
	put_key(p, "PresharedKey = ", &psk);
	if (last.tv_sec && p->now - last.tv_sec < IN_USE)
		put_endpoint(p, &endpoint);
}

static int on_peer(struct printer *p, const struct nl_attr *peer)
{
	const unsigned char *data = peer->data;
	size_t left = peer->len;
	struct nl_attr a, net;
	int error = 0;

	put_peer(p, data, left);
	while (!error && nl_attr_next(&data, &left, &a))
		while (a.type == WGPEER_A_ALLOWEDIPS && !error &&
		       nl_attr_next(&a.data, &a.len, &net))
			error = put_net(p, &net);
	return error ? error : p->len > TEXT_FULL ? flush(p) : 0;
}

static int on_message(const struct nlmsghdr *head, const unsigned char *data,
		      size_t len, void *arg)
{
	struct printer *p = arg;
	struct nl_attr a, peer;
	int error = 0;

	(void)head;
	if (len < GENL_HDRLEN)
		return EPROTO;
	data += GENL_HDRLEN;
	len -= GENL_HDRLEN;
	while (!error && nl_attr_next(&data, &len, &a)) {
		if (a.type == WGDEVICE_A_PRIVATE_KEY) {
			put(p, "[Interface]\n");
			put_key(p, "PrivateKey = ", &a);
			p->keyed = true;
		}
		while (a.type == WGDEVICE_A_PEERS && !error &&
		       nl_attr_next(&a.data, &a.len, &peer))
			error = on_peer(p, &peer);
	}
	return error;
}

int device_print(struct device *d, int fd, int64_t now, bool *keyed)
{
	struct printer *p = sodium_malloc(sizeof(*p));
	int bad, saved;

	if (!p)
		return -1;
	sodium_memzero(p, sizeof(*p));
	p->fd = fd;
	p->now = now;
	bad = device_ask(d, on_message, p);
	if (!bad && (errno = flush(p)))
		bad = -1;
	saved = errno;
	*keyed = p->keyed;
	sodium_free(p); /* wipes it first */
	errno = saved;
	return bad;
}
