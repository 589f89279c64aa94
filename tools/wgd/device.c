/* SPDX-License-Identifier: BSD-2-Clause */
#include "device.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/time_types.h>
#include <linux/wireguard.h>
#include <string.h>

/*
 * A message is sent when it holds this much; a peer with all its networks
 * (PEER_NETS * 40 bytes, its keys, an endpoint), twice, fits in what is left of
 * the buffer.
 */
enum { MESSAGE_FULL = NL_BUF_SIZE / 2 };

static void begin(struct device *d, uint8_t command, uint16_t flags)
{
	struct genlmsghdr head = {
	    .cmd = command,
	    .version = WG_GENL_VERSION,
	};

	nl_begin(&d->request, (uint16_t)d->family, flags, &head, sizeof(head));
	nl_put_u32(&d->request, WGDEVICE_A_IFINDEX, (uint32_t)d->index);
}

int device_open(struct device *d, int index)
{
	memset(d, 0, sizeof(*d));
	d->index = index;
	if (nl_open(&d->genl, NETLINK_GENERIC, 0))
		return -1;
	d->family = nl_genl_family(&d->genl, &d->request, WG_GENL_NAME);
	return d->family < 0 ? -1 : 0;
}

void device_close(struct device *d)
{
	nl_close(&d->genl);
	explicit_bzero(d, sizeof(*d));
	d->genl.fd = -1;
}

int device_key(struct device *d, const unsigned char *key, int port,
	       uint32_t fwmark)
{
	struct nl_buf *b = &d->request;

	begin(d, WG_CMD_SET_DEVICE, 0);
	nl_put_u32(b, WGDEVICE_A_FLAGS, WGDEVICE_F_REPLACE_PEERS);
	nl_put(b, WGDEVICE_A_PRIVATE_KEY, key, PEER_KEY);
	nl_put_u16(b, WGDEVICE_A_LISTEN_PORT, (uint16_t)port);
	if (fwmark)
		nl_put_u32(b, WGDEVICE_A_FWMARK, fwmark);
	/*
	 * nl_talk() wipes the request; the kernel's own copy of it, a socket
	 * buffer, is cleared when freed because of init_on_free.
	 */
	return nl_talk(&d->genl, b, NULL, NULL);
}

static void put_nets(struct nl_buf *b, const struct peers *t,
		     const struct peer *p)
{
	size_t list = nl_nest(b, WGPEER_A_ALLOWEDIPS), one;

	for (size_t i = 0; i < p->nets; i++) {
		const struct peer_net *n = &t->net[p->net + i];

		one = nl_nest(b, 0);
		nl_put_u16(b, WGALLOWEDIP_A_FAMILY, n->family);
		nl_put(b, WGALLOWEDIP_A_IPADDR, n->bytes,
		       n->family == AF_INET ? 4 : 16);
		nl_put_u8(b, WGALLOWEDIP_A_CIDR_MASK, n->len);
		nl_nest_end(b, one);
	}
	nl_nest_end(b, list);
}

static void put_removal(struct nl_buf *b, const struct peer *p)
{
	size_t item = nl_nest(b, 0);

	nl_put(b, WGPEER_A_PUBLIC_KEY, p->key, PEER_KEY);
	nl_put_u32(b, WGPEER_A_FLAGS, WGPEER_F_REMOVE_ME);
	nl_nest_end(b, item);
}

/* change: what a new peer would not have has to be said, too. */
static void put_peer(struct nl_buf *b, bool change, const struct peers *t,
		     const struct peer *p)
{
	static const unsigned char none[PEER_KEY];
	size_t item = nl_nest(b, 0);

	nl_put(b, WGPEER_A_PUBLIC_KEY, p->key, PEER_KEY);
	nl_put_u32(b, WGPEER_A_FLAGS, WGPEER_F_REPLACE_ALLOWEDIPS);
	if (p->psk != PEER_NO_PSK)
		nl_put(b, WGPEER_A_PRESHARED_KEY, t->psk[p->psk], PEER_KEY);
	else if (change)
		nl_put(b, WGPEER_A_PRESHARED_KEY, none, PEER_KEY);
	if (p->endpoint >= 0) {
		const struct peer_endpoint *e = &t->endpoint[p->endpoint];

		nl_put(b, WGPEER_A_ENDPOINT, &e->addr, e->len);
	}
	if (p->keepalive || change)
		nl_put_u16(b, WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL,
			   p->keepalive);
	put_nets(b, t, p);
	nl_nest_end(b, item);
}

int device_put(struct device *d, enum device_how how, const struct peers *t,
	       const struct peer *p)
{
	struct nl_buf *b = &d->request;

	if (!d->begun) {
		begin(d, WG_CMD_SET_DEVICE, 0);
		d->list = nl_nest(b, WGDEVICE_A_PEERS);
		d->begun = true;
	}
	if (how == DEVICE_REMOVE || how == DEVICE_RENEW)
		put_removal(b, p);
	if (how != DEVICE_REMOVE)
		put_peer(b, how == DEVICE_CHANGE, t, p);
	return b->len < MESSAGE_FULL ? 0 : device_send(d);
}

int device_send(struct device *d)
{
	if (!d->begun)
		return 0;
	d->begun = false;
	nl_nest_end(&d->request, d->list);
	return nl_talk(&d->genl, &d->request, NULL, NULL);
}

struct dump {
	device_fn *fn;
	void *arg;
};

/*
 * False: the message only goes on with the networks of a peer that the one
 * before it had.
 */
static bool read_peer(const unsigned char *p, size_t len,
		      struct device_peer *out)
{
	struct __kernel_timespec t;
	bool keyed = false, timed = false;
	struct nl_attr a;

	memset(out, 0, sizeof(*out));
	while (nl_attr_next(&p, &len, &a)) {
		if (a.type == WGPEER_A_PUBLIC_KEY && a.len == PEER_KEY) {
			memcpy(out->key, a.data, PEER_KEY);
			keyed = true;
		} else if (a.type == WGPEER_A_LAST_HANDSHAKE_TIME &&
			   a.len == sizeof(t)) {
			memcpy(&t, a.data, sizeof(t));
			out->seconds = t.tv_sec;
			out->nanoseconds = t.tv_nsec;
			timed = true;
		} else if (a.type == WGPEER_A_RX_BYTES &&
			   a.len == sizeof(out->received)) {
			memcpy(&out->received, a.data, a.len);
		} else if (a.type == WGPEER_A_ENDPOINT) {
			out->endpoint = true;
		}
	}
	return keyed && timed;
}

static int on_message(const struct nlmsghdr *head, const unsigned char *p,
		      size_t len, void *arg)
{
	const struct dump *d = arg;
	struct device_peer peer;
	struct nl_attr list, item;

	(void)head;
	if (len < GENL_HDRLEN)
		return EPROTO;
	p += GENL_HDRLEN;
	len -= GENL_HDRLEN;
	while (nl_attr_next(&p, &len, &list)) {
		if (list.type != WGDEVICE_A_PEERS)
			continue;
		while (nl_attr_next(&list.data, &list.len, &item))
			if (read_peer(item.data, item.len, &peer))
				d->fn(&peer, d->arg);
	}
	return 0;
}

int device_ask(struct device *d, nl_fn *fn, void *arg)
{
	begin(d, WG_CMD_GET_DEVICE, NLM_F_DUMP);
	return nl_talk(&d->genl, &d->request, fn, arg);
}

int device_dump(struct device *d, device_fn *fn, void *arg)
{
	struct dump dump = {.fn = fn, .arg = arg};

	return device_ask(d, on_message, &dump);
}

/* A peer that is there gets another interval. */
static void put_interval(struct nl_buf *b, const struct peer *p,
			 uint16_t seconds)
{
	size_t item = nl_nest(b, 0);

	nl_put(b, WGPEER_A_PUBLIC_KEY, p->key, PEER_KEY);
	nl_put_u32(b, WGPEER_A_FLAGS, WGPEER_F_UPDATE_ONLY);
	nl_put_u16(b, WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL, seconds);
	nl_nest_end(b, item);
}

/*
 * The kernel sends an empty packet, and for want of a session a handshake
 * before it, when the interval stops being zero.
 */
int device_wake(struct device *d, const struct peer *p)
{
	struct nl_buf *b = &d->request;
	size_t list;

	begin(d, WG_CMD_SET_DEVICE, 0);
	list = nl_nest(b, WGDEVICE_A_PEERS);
	put_interval(b, p, 0);
	put_interval(b, p, 1);
	put_interval(b, p, p->keepalive);
	nl_nest_end(b, list);
	return nl_talk(&d->genl, b, NULL, NULL);
}
