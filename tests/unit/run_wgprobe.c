// sources: tools/lib/netlink.c
// libs:
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a process with CAP_NET_ADMIN can read of wg0 and of the table of
 * connections: for guests of the debug flavour. One line each:
 *	private=yes|no
 *	peer key=HEX psk=yes|no endpoint=yes|no handshake=yes|no networks=N
 *	peers=N
 *	connection from=ADDRESS
 */
#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/wireguard.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "../../tools/lib/netlink.h"

static struct nl nl;
static struct nl_buf b;
static int peers;

static bool is_zero(const struct nl_attr *a)
{
	for (size_t i = 0; i < a->len; i++)
		if (a->data[i])
			return false;
	return true;
}

static void print_peer(struct nl_attr item)
{
	bool psk = false, endpoint = false, handshake = false, first = false;
	unsigned char key[4] = {0};
	struct nl_attr a, net;
	int nets = 0;

	while (nl_attr_next(&item.data, &item.len, &a)) {
		if (a.type == WGPEER_A_PUBLIC_KEY)
			memcpy(key, a.data, sizeof(key));
		if (a.type == WGPEER_A_PRESHARED_KEY)
			psk = !is_zero(&a);
		if (a.type == WGPEER_A_ENDPOINT)
			endpoint = true;
		if (a.type == WGPEER_A_LAST_HANDSHAKE_TIME) {
			handshake = !is_zero(&a);
			first = true;
		}
		while (a.type == WGPEER_A_ALLOWEDIPS &&
		       nl_attr_next(&a.data, &a.len, &net))
			nets++;
	}
	peers += first;
	if (peers <= 16)
		printf("peer key=%02x%02x%02x%02x psk=%s endpoint=%s "
		       "handshake=%s networks=%d\n", key[0], key[1], key[2],
		       key[3], psk ? "yes" : "no", endpoint ? "yes" : "no",
		       handshake ? "yes" : "no", nets);
}

static int on_device(const struct nlmsghdr *head, const unsigned char *p,
		     size_t len, void *arg)
{
	struct nl_attr a, item;

	(void)head;
	p += GENL_HDRLEN;
	len -= GENL_HDRLEN;
	while (nl_attr_next(&p, &len, &a)) {
		if (a.type == WGDEVICE_A_PRIVATE_KEY)
			*(bool *)arg = true;
		while (a.type == WGDEVICE_A_PEERS &&
		       nl_attr_next(&a.data, &a.len, &item))
			print_peer(item);
	}
	return 0;
}

/* An attribute of an attribute. */
static bool inside(struct nl_attr *a, uint16_t type)
{
	struct nl_attr in;

	while (nl_attr_next(&a->data, &a->len, &in))
		if (in.type == type) {
			*a = in;
			return true;
		}
	return false;
}

static int on_connection(const struct nlmsghdr *head, const unsigned char *p,
			 size_t len, void *arg)
{
	struct nfgenmsg family;
	char text[INET6_ADDRSTRLEN];
	struct nl_attr a;

	(void)head;
	(void)arg;
	memcpy(&family, p, sizeof(family));
	p += NLMSG_ALIGN(sizeof(family));
	len -= NLMSG_ALIGN(sizeof(family));
	while (nl_attr_next(&p, &len, &a))
		if (a.type == CTA_TUPLE_ORIG && inside(&a, CTA_TUPLE_IP) &&
		    inside(&a, family.nfgen_family == AF_INET ?
			   CTA_IP_V4_SRC : CTA_IP_V6_SRC))
			printf("connection from=%s\n",
			       inet_ntop(family.nfgen_family, a.data, text,
					 sizeof(text)));
	return 0;
}

int main(void)
{
	struct genlmsghdr head = {WG_CMD_GET_DEVICE, WG_GENL_VERSION, 0};
	struct nfgenmsg any = {0};
	bool private = false;
	int family, bad;

	if (nl_open(&nl, NETLINK_GENERIC, 0) ||
	    (family = nl_genl_family(&nl, &b, WG_GENL_NAME)) < 0) {
		perror("wireguard");
		return 3;
	}
	nl_begin(&b, (uint16_t)family, NLM_F_DUMP, &head, sizeof(head));
	nl_put_u32(&b, WGDEVICE_A_IFINDEX, if_nametoindex("wg0"));
	bad = nl_talk(&nl, &b, on_device, &private);
	printf("private=%s\npeers=%d\n", private ? "yes" : "no", peers);
	if (bad)
		perror("dump");
	nl_close(&nl);
	if (nl_open(&nl, NETLINK_NETFILTER, 0))
		return 3;
	nl_begin(&b, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET, NLM_F_DUMP,
		 &any, sizeof(any));
	bad |= nl_talk(&nl, &b, on_connection, NULL);
	return bad ? 3 : 0;
}
