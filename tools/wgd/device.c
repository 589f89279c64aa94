/* SPDX-License-Identifier: BSD-2-Clause */
#include "device.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/wireguard.h>
#include <string.h>

/*
 * A message is sent when it holds this much; a peer with all its networks
 * (WG_PEER_NETS * 40 bytes and its key) fits in what is left of the buffer.
 */
enum { MESSAGE_FULL = NL_BUF_SIZE / 2 };

static void begin(struct nl_buf *b, int family, int index)
{
	struct genlmsghdr head = {
	    .cmd = WG_CMD_SET_DEVICE,
	    .version = WG_GENL_VERSION,
	};

	nl_begin(b, (uint16_t)family, 0, &head, sizeof(head));
	nl_put_u32(b, WGDEVICE_A_IFINDEX, (uint32_t)index);
}

static void put_peer(struct nl_buf *b, const struct wg_peer *peer)
{
	size_t item = nl_nest(b, 0), list, net;

	nl_put(b, WGPEER_A_PUBLIC_KEY, peer->key, WG_KEY);
	nl_put_u32(b, WGPEER_A_FLAGS, WGPEER_F_REPLACE_ALLOWEDIPS);
	list = nl_nest(b, WGPEER_A_ALLOWEDIPS);
	for (size_t i = 0; i < peer->allowed_count; i++) {
		const struct prefix *p = &peer->allowed[i];

		net = nl_nest(b, 0);
		nl_put_u16(b, WGALLOWEDIP_A_FAMILY, (uint16_t)p->addr.family);
		nl_put(b, WGALLOWEDIP_A_IPADDR, p->addr.bytes,
		       addr_size(p->addr.family));
		nl_put_u8(b, WGALLOWEDIP_A_CIDR_MASK, (uint8_t)p->len);
		nl_nest_end(b, net);
	}
	nl_nest_end(b, list);
	nl_nest_end(b, item);
}

static int set_peers(struct wg_secret *s, int family, int index,
		     const struct wg_conf *conf)
{
	struct nl_buf *b = &s->request;
	size_t i = 0, list;

	while (i < conf->peer_count) {
		begin(b, family, index);
		list = nl_nest(b, WGDEVICE_A_PEERS);
		while (i < conf->peer_count && b->len < MESSAGE_FULL)
			put_peer(b, &conf->peer[i++]);
		nl_nest_end(b, list);
		if (nl_talk(&s->genl, b, NULL, NULL))
			return -1;
	}
	return 0;
}

static int set_all(struct wg_secret *s, int index, const struct wg_conf *conf)
{
	struct nl_buf *b = &s->request;
	int family = nl_genl_family(&s->genl, b, WG_GENL_NAME);

	if (family < 0)
		return -1;
	begin(b, family, index);
	nl_put_u32(b, WGDEVICE_A_FLAGS, WGDEVICE_F_REPLACE_PEERS);
	nl_put(b, WGDEVICE_A_PRIVATE_KEY, s->key, WG_KEY);
	nl_put_u16(b, WGDEVICE_A_LISTEN_PORT, (uint16_t)conf->port);
	/*
	 * nl_talk() wipes the request; the kernel's own copy of it, a socket
	 * buffer, is cleared when freed because of init_on_free.
	 */
	if (nl_talk(&s->genl, b, NULL, NULL))
		return -1;
	explicit_bzero(s->key, sizeof(s->key));
	return set_peers(s, family, index, conf);
}

int device_set(struct wg_secret *s, int index, const struct wg_conf *conf,
	       char *error)
{
	int result, saved;

	error[0] = '\0';
	if (nl_open(&s->genl, NETLINK_GENERIC, 0))
		return -1;
	result = set_all(s, index, conf);
	saved = errno;
	memcpy(error, s->genl.error, NL_ERROR_SIZE);
	nl_close(&s->genl);
	errno = saved;
	return result;
}
