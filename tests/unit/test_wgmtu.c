// sources: tools/lib/addr.c tools/lib/cmdline.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Which MTU the tunnel gets, when, and when it is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "messages.h"

#include "../../tools/init/wgmtu.c"

static int64_t now;
static int fails; /* so many settings fail */

/* Two uplinks, a card that is none, and the tunnel. */
static struct uplink uplink[2];
static struct rtnl_link links[4];
enum { ETH0, ETH1, OTHER, WG0 };

int64_t clock_now(void)
{
	return now;
}

int64_t clock_min(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int rtnl_link_set_mtu(struct nl *nl, int index, uint32_t mtu)
{
	(void)nl;
	assert_int_equal(index, links[WG0].index);
	if (fails) {
		errno = EINVAL;
		return -1;
	}
	links[WG0].mtu = mtu;
	return 0;
}

static int setup(void **state)
{
	(void)state;
	memset(uplink, 0, sizeof(uplink));
	memset(links, 0, sizeof(links));
	for (int i = 0; i < 4; i++) {
		links[i].index = i + 1;
		links[i].carrier = true;
		links[i].mtu = 1500;
	}
	uplink[0].index = links[ETH0].index;
	links[OTHER].mtu = 1300;
	strcpy(links[WG0].name, "wg0");
	strcpy(links[WG0].kind, "wireguard");
	links[WG0].mtu = said = WGMTU_DEFAULT;
	larger = CLOCK_NEVER;
	fails = 0;
	now = 1000;
	forget_messages();
	wgmtu_configure("ip=dhcp");
	return 0;
}

/* Look twice, as the first change is an event that makes for another look. */
static int64_t step(void)
{
	struct nl nl = {.error = ""};

	wgmtu_step(&nl, uplink, 2, links, 4);
	return wgmtu_step(&nl, uplink, 2, links, 4);
}

static void sizes(void **state)
{
	static const struct {
		uint32_t outer, inner;
	} all[] = {
		{1500, 1420}, {1499, 1419}, {1460, 1380}, {1450, 1370},
		{1400, 1320}, {1361, 1281}, {1360, 1280}, {1280, 1280},
		{68, 1280}, {9001, 1420}, {65535, 1420},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		setup(NULL);
		links[ETH0].mtu = all[i].outer;
		assert_true(step() == CLOCK_NEVER);
		assert_int_equal(links[WG0].mtu, all[i].inner);
	}
}

/* The smallest of those that are used and connected; routers count. */
static void whose(void **state)
{
	(void)state;
	links[ETH1].mtu = 1400;
	step();
	assert_int_equal(links[WG0].mtu, 1420);
	uplink[1].index = links[ETH1].index;
	links[ETH1].carrier = false;
	step();
	assert_int_equal(links[WG0].mtu, 1420);
	links[ETH1].carrier = true;
	step();
	assert_int_equal(links[WG0].mtu, 1320);
	links[ETH0].mtu6 = 1380;
	step();
	assert_int_equal(links[WG0].mtu, 1300);
	links[ETH0].mtu6 = 1500;
	links[ETH1].mtu6 = 1500; /* more than the link has */
	now += 1;
	step();
	now += RAISE;
	step();
	assert_int_equal(links[WG0].mtu, 1320);
}

static void none(void **state)
{
	(void)state;
	links[ETH0].mtu = 1400;
	step();
	uplink[0].index = 0;
	now += 10 * RAISE;
	assert_true(step() == CLOCK_NEVER);
	assert_int_equal(links[WG0].mtu, 1320); /* nobody says otherwise */
}

/* Down at once, up when it lasts: a neighbour has no say over our console. */
static void flaps(void **state)
{
	(void)state;
	links[ETH0].mtu6 = 1300;
	step();
	assert_int_equal(links[WG0].mtu, 1280);
	links[ETH0].mtu6 = 1500;
	assert_true(step() == now + RAISE);
	now += RAISE - 1;
	step();
	assert_int_equal(links[WG0].mtu, 1280);
	links[ETH0].mtu6 = 1300;
	assert_true(step() == CLOCK_NEVER);
	links[ETH0].mtu6 = 1500;
	assert_true(step() == now + RAISE); /* anew */
	now += RAISE;
	assert_true(step() == CLOCK_NEVER);
	assert_int_equal(links[WG0].mtu, 1420);
}

static void asked(void **state)
{
	static const char *const wrong[] = {
		"wg.mtu=", "wg.mtu", "wg.mtu=1279", "wg.mtu=9137", "wg.mtu=x",
		"wg.mtu=1400 wg.mtu=1", "ip=dhcp",
	};

	(void)state;
	wgmtu_configure("wg.mtu=1300 wg.mtu=1400");
	uplink[0].index = 0; /* it needs no uplink */
	step();
	assert_int_equal(links[WG0].mtu, 1400);
	uplink[0].index = links[ETH0].index;
	links[ETH0].mtu = 1400; /* it is asked for, so it is not lowered */
	step();
	assert_int_equal(links[WG0].mtu, 1400);
	wgmtu_configure("wg.mtu=8921");
	step();
	assert_int_equal(links[WG0].mtu, 8921);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		wgmtu_configure(wrong[i]);
		assert_int_equal(fixed, 0);
	}
}

/* What is still being made gets it, too, but is not spoken of. */
static void unfinished(void **state)
{
	(void)state;
	strcpy(links[WG0].name, "wg0new");
	links[ETH0].mtu = 1460;
	step();
	assert_int_equal(links[WG0].mtu, 1380);
	assert_int_equal(said, WGMTU_DEFAULT);
	strcpy(links[WG0].name, "wg0");
	step();
	assert_int_equal(said, 1380);
}

static void refused(void **state)
{
	(void)state;
	fails = 1;
	links[ETH0].mtu = 1460;
	assert_true(step() == now + AGAIN);
	assert_non_null(strstr(messages, "set the MTU of wg0 to 1380"));
	assert_int_equal(said, WGMTU_DEFAULT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(sizes, setup),
		cmocka_unit_test_setup(whose, setup),
		cmocka_unit_test_setup(none, setup),
		cmocka_unit_test_setup(flaps, setup),
		cmocka_unit_test_setup(asked, setup),
		cmocka_unit_test_setup(unfinished, setup),
		cmocka_unit_test_setup(refused, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
