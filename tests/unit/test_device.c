// sources: tools/lib/netlink.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* WireGuard messages: a peer as the kernel reads it, and that any peer fits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "../../tools/wgd/device.c"

static struct device d;

/* Two networks, a preshared key, an endpoint. */
static struct peer one = {
	.key = "0123456789abcdef0123456789abcde", .nets = 2, .endpoint = 0,
};
static struct peer_net nets[PEER_NETS] = {
	{AF_INET, 32, {10, 64, 0, 2}}, {AF_INET6, 8, {0xfd}},
};
static unsigned char psk[1][PEER_KEY] = {"psk"};
static struct peer_endpoint where = {
	.len = sizeof(struct sockaddr_in), .addr.ss_family = AF_INET,
};
static struct peers table = {
	.peer = &one, .count = 1, .net = nets, .nets = 2, .psk = psk,
	.psks = 1, .endpoint = &where, .endpoints = 1,
};

/* Find an attribute of that type among the n bytes at p. */
static bool find(const unsigned char *p, size_t n, uint16_t type,
		 struct nl_attr *a)
{
	while (nl_attr_next(&p, &n, a))
		if (a->type == type)
			return true;
	return false;
}

/* The items of a request's list of peers. */
static struct nl_attr items(void)
{
	size_t head = NLMSG_HDRLEN + GENL_HDRLEN;
	const struct nl_buf *b = &d.request;
	struct nl_attr a;
	uint32_t n;

	nl_nest_end(&d.request, d.list);
	assert_false(b->overflow);
	assert_true(find(b->data + head, b->len - head, WGDEVICE_A_IFINDEX,
			 &a));
	assert_true(nl_attr_u32(&a, &n));
	assert_int_equal(n, 7);
	assert_true(find(b->data + head, b->len - head, WGDEVICE_A_PEERS, &a));
	return a;
}

static void start(void)
{
	memset(&d, 0, sizeof(d));
	d.family = 99;
	d.index = 7;
}

static uint32_t flags(const struct nl_attr *item)
{
	struct nl_attr a;
	uint32_t n;

	assert_true(find(item->data, item->len, WGPEER_A_PUBLIC_KEY, &a));
	assert_int_equal(a.len, 32);
	assert_memory_equal(a.data, one.key, 32);
	assert_true(find(item->data, item->len, WGPEER_A_FLAGS, &a));
	assert_true(nl_attr_u32(&a, &n));
	return n;
}

static void one_peer(void **state)
{
	struct nl_attr list, item, all, net, a;

	(void)state;
	start();
	assert_int_equal(device_put(&d, DEVICE_ADD, &table, &one), 0);
	list = items();
	assert_true(nl_attr_next(&list.data, &list.len, &item));
	assert_int_equal(flags(&item), WGPEER_F_REPLACE_ALLOWEDIPS);
	assert_true(find(item.data, item.len, WGPEER_A_PRESHARED_KEY, &a));
	assert_memory_equal(a.data, psk[0], PEER_KEY);
	assert_true(find(item.data, item.len, WGPEER_A_ENDPOINT, &a));
	assert_int_equal(a.len, sizeof(struct sockaddr_in));
	assert_true(find(item.data, item.len, WGPEER_A_ALLOWEDIPS, &all));
	assert_true(nl_attr_next(&all.data, &all.len, &net));
	assert_true(find(net.data, net.len, WGALLOWEDIP_A_FAMILY, &a));
	assert_memory_equal(a.data, "\2\0", 2);
	assert_true(find(net.data, net.len, WGALLOWEDIP_A_IPADDR, &a));
	assert_int_equal(a.len, 4);
	assert_true(find(net.data, net.len, WGALLOWEDIP_A_CIDR_MASK, &a));
	assert_int_equal(a.data[0], 32);
	assert_true(nl_attr_next(&all.data, &all.len, &net));
	assert_true(find(net.data, net.len, WGALLOWEDIP_A_IPADDR, &a));
	assert_int_equal(a.len, 16);
	assert_false(nl_attr_next(&all.data, &all.len, &net));
	assert_false(nl_attr_next(&list.data, &list.len, &item));
}

/* What another table's peer had and this one has not is said. */
static void changed_peer(void **state)
{
	static const unsigned char none[PEER_KEY];
	struct peer p = one;
	struct nl_attr list, item, a;

	(void)state;
	start();
	p.psk = PEER_NO_PSK;
	p.endpoint = -1;
	assert_int_equal(device_put(&d, DEVICE_CHANGE, &table, &p), 0);
	list = items();
	assert_true(nl_attr_next(&list.data, &list.len, &item));
	assert_true(find(item.data, item.len, WGPEER_A_PRESHARED_KEY, &a));
	assert_memory_equal(a.data, none, PEER_KEY);
	assert_true(find(item.data, item.len,
			 WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL, &a));
	assert_false(find(item.data, item.len, WGPEER_A_ENDPOINT, &a));
}

/* Gone and back in one message, with its preshared key. */
static void renewed_peer(void **state)
{
	struct nl_attr list, item, a;

	(void)state;
	start();
	assert_int_equal(device_put(&d, DEVICE_RENEW, &table, &one), 0);
	list = items();
	assert_true(nl_attr_next(&list.data, &list.len, &item));
	assert_int_equal(flags(&item), WGPEER_F_REMOVE_ME);
	assert_true(nl_attr_next(&list.data, &list.len, &item));
	assert_int_equal(flags(&item), WGPEER_F_REPLACE_ALLOWEDIPS);
	assert_true(find(item.data, item.len, WGPEER_A_PRESHARED_KEY, &a));
	assert_true(find(item.data, item.len, WGPEER_A_ALLOWEDIPS, &a));
	assert_false(nl_attr_next(&list.data, &list.len, &item));
}

/* The largest peer fits behind the point where a message counts as full. */
static void largest_peer(void **state)
{
	struct peer p = one;

	(void)state;
	start();
	p.nets = PEER_NETS;
	for (size_t i = 2; i < PEER_NETS; i++)
		nets[i].family = AF_INET6;
	assert_int_equal(device_put(&d, DEVICE_ADD, &table, &one), 0);
	d.request.len = MESSAGE_FULL - 1;
	d.genl.fd = -1; /* that it is sent now, and fails */
	assert_int_equal(device_put(&d, DEVICE_RENEW, &table, &p), -1);
	assert_int_equal(errno, EBADF); /* not EMSGSIZE: it fitted */
}

/* A dump: the second message goes on with the networks of a peer. */
static void dumped(void **state)
{
	struct __kernel_timespec t = {.tv_sec = 5, .tv_nsec = 6};
	uint64_t received = 99;
	struct device_peer p;
	struct nl_buf b = {.len = 0};

	(void)state;
	nl_put(&b, WGPEER_A_PUBLIC_KEY, one.key, PEER_KEY);
	assert_false(read_peer(b.data, b.len, &p));
	nl_put(&b, WGPEER_A_LAST_HANDSHAKE_TIME, &t, sizeof(t));
	nl_put(&b, WGPEER_A_RX_BYTES, &received, sizeof(received));
	assert_true(read_peer(b.data, b.len, &p));
	assert_memory_equal(p.key, one.key, PEER_KEY);
	assert_int_equal(p.seconds, 5);
	assert_int_equal(p.nanoseconds, 6);
	assert_int_equal(p.received, 99);
	assert_false(p.endpoint);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_peer), cmocka_unit_test(changed_peer),
		cmocka_unit_test(renewed_peer), cmocka_unit_test(largest_peer),
		cmocka_unit_test(dumped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
