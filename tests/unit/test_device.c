// sources: tools/lib/netlink.c tools/lib/addr.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* WireGuard messages: a peer as the kernel reads it, and that any peer fits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/socket.h>

#include "../../tools/wgd/device.c"

static struct nl_buf b;

/* Find an attribute of that type among the n bytes at p. */
static bool find(const unsigned char *p, size_t n, uint16_t type,
		 struct nl_attr *a)
{
	while (nl_attr_next(&p, &n, a))
		if (a->type == type)
			return true;
	return false;
}

static void one_peer(void **state)
{
	static const struct wg_peer peer = {
		.key = "0123456789abcdef0123456789abcde",
		.allowed = {{.addr = {AF_INET, {10, 64, 0, 2}}, .len = 32},
			    {.addr = {AF_INET6, {0xfd}}, .len = 8}},
		.allowed_count = 2,
	};
	size_t head = NLMSG_HDRLEN + GENL_HDRLEN;
	struct nl_attr list, item, nets, net, a;
	const unsigned char *p;
	size_t left, outer;
	uint32_t n;

	(void)state;
	begin(&b, 99, 7);
	outer = nl_nest(&b, WGDEVICE_A_PEERS);
	put_peer(&b, &peer);
	nl_nest_end(&b, outer);
	assert_false(b.overflow);
	assert_true(find(b.data + head, b.len - head, WGDEVICE_A_IFINDEX, &a));
	assert_true(nl_attr_u32(&a, &n));
	assert_int_equal(n, 7);
	assert_true(find(b.data + head, b.len - head, WGDEVICE_A_PEERS, &list));
	assert_true(find(list.data, list.len, 0, &item));
	assert_true(find(item.data, item.len, WGPEER_A_PUBLIC_KEY, &a));
	assert_int_equal(a.len, 32);
	assert_memory_equal(a.data, peer.key, 32);
	assert_true(find(item.data, item.len, WGPEER_A_FLAGS, &a));
	assert_true(find(item.data, item.len, WGPEER_A_ALLOWEDIPS, &nets));
	p = nets.data;
	left = nets.len;
	assert_true(nl_attr_next(&p, &left, &net));
	assert_true(find(net.data, net.len, WGALLOWEDIP_A_FAMILY, &a));
	assert_memory_equal(a.data, "\2\0", 2);
	assert_true(find(net.data, net.len, WGALLOWEDIP_A_IPADDR, &a));
	assert_int_equal(a.len, 4);
	assert_true(find(net.data, net.len, WGALLOWEDIP_A_CIDR_MASK, &a));
	assert_int_equal(a.data[0], 32);
	assert_true(nl_attr_next(&p, &left, &net));
	assert_true(find(net.data, net.len, WGALLOWEDIP_A_IPADDR, &a));
	assert_int_equal(a.len, 16);
	assert_false(nl_attr_next(&p, &left, &net));
}

/* The largest peer fits behind the point where a message counts as full. */
static void largest_peer(void **state)
{
	struct wg_peer peer = {.allowed_count = WG_PEER_NETS};

	(void)state;
	for (size_t i = 0; i < WG_PEER_NETS; i++)
		peer.allowed[i].addr.family = AF_INET6;
	begin(&b, 99, 7);
	b.len = MESSAGE_FULL - 1;
	put_peer(&b, &peer);
	assert_false(b.overflow);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_peer), cmocka_unit_test(largest_peer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
