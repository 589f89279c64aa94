// sources: tools/lib/addr.c tools/lib/mac.c tools/net/ifname.c tools/net/ipparam.c tools/net/odd.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* Which card is used where ip= names none; kernel, clock and addresses are ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "messages.h"

#include "../../tools/init/choice.c"

enum { CARDS = 3 };

static int64_t now;
static char did[256];
static bool addressed[CARDS + 1]; /* interfaces 1.. */
static struct uplink all[1 + CHOICE_SLOTS];
static struct rtnl_link card[CARDS];
static size_t named, cards;
static int part, made, parent; /* indexes with that role */
static struct nl nl;

static void note(const char *what, int index)
{
	size_t n = strlen(did);

	snprintf(did + n, sizeof(did) - n, "%s%d ", what, index);
}

int64_t clock_now(void)
{
	return now;
}

bool announce_any(int index)
{
	return addressed[index];
}

int64_t uplink_notice(struct uplink *u)
{
	return u->notice;
}

void uplink_wait(struct uplink *u)
{
	u->notice = now + UPLINK_NOTICE;
}

void uplink_init(struct uplink *u, const struct ip_conf *conf)
{
	memset(u, 0, sizeof(*u));
	u->conf = *conf;
}

bool uplink_matches(const struct ip_conf *c, const struct rtnl_link *l)
{
	return !strcmp(c->name, l->name);
}

bool uplink_step(struct uplink *u, struct nl *n, const struct rtnl_link *links,
		 size_t count)
{
	(void)n;
	if (u->index)
		return false;
	for (size_t i = 0; i < count; i++)
		if (uplink_matches(&u->conf, &links[i]))
			u->index = links[i].index;
	note(u->conf.address.addr.family ? "fixed" : "try", u->index);
	return true;
}

void uplink_release(struct uplink *u, struct nl *n)
{
	(void)n;
	note("release", u->index);
}

int rtnl_link_set_up(struct nl *n, int index, bool up)
{
	(void)n;
	note(up ? "up" : "down", index);
	card[index - 1].up = up;
	if (!up)
		card[index - 1].carrier = false;
	return 0;
}

bool devices_is_part(const struct rtnl_link *l)
{
	return l->index == part;
}

bool devices_made(const struct rtnl_link *l)
{
	return l->index == made;
}

bool devices_any(void)
{
	return made != 0;
}

bool devices_is_parent(const struct rtnl_link *l)
{
	return l->index == parent;
}

static const char *step(void)
{
	did[0] = '\0';
	choice_step(all, named, &nl, card, cards);
	return did;
}

static void add(const char *ip)
{
	struct ip_conf c;

	assert_null(ipparam_parse(ip, &c));
	choice_add(&c, 1, 1);
}

/* Two cards, plugged in, but down. */
static int setup(void **state)
{
	(void)state;
	now = 1000;
	memset(all, 0, sizeof(all));
	memset(owner, 0, sizeof(owner));
	memset(addressed, 0, sizeof(addressed));
	memset(card, 0, sizeof(card));
	named = 0;
	cards = 2;
	part = made = parent = chosen = 0;
	trying = false;
	failing = late_at = CLOCK_NEVER;
	choice_clear();
	forget_messages();
	for (int i = 0; i < CARDS; i++) {
		card[i].index = i + 1;
		card[i].ethernet = true;
		snprintf(card[i].name, sizeof(card[i].name), "eth%d", i);
	}
	return 0;
}

/* The first has all that is needed: nobody else is asked, now or later. */
static void all_is_well(void **state)
{
	(void)state;
	add("dhcp");
	assert_string_equal(step(), "up1 up2 ");
	card[0].carrier = card[1].carrier = true;
	assert_string_equal(step(), "try1 ");
	assert_string_equal(step(), "");
	addressed[1] = true;
	assert_string_equal(step(), "down2 ");
	now += 10 * CHOICE_PATIENCE;
	assert_string_equal(step(), "");
	assert_int_equal(choice_due(), CLOCK_NEVER);
	/* It comes later: of no interest, it is not even up. */
	card[0].carrier = false;
	assert_string_equal(step(), "");
	now += CHOICE_PATIENCE / 2;
	card[0].carrier = true; /* it flapped */
	assert_string_equal(step(), "");
	addressed[1] = false; /* a new lease */
	assert_string_equal(step(), "");
	addressed[1] = true;
	assert_string_equal(step(), "");
	assert_string_equal(messages, "");
}

/* Nobody answers at the first card. */
static void second_works(void **state)
{
	(void)state;
	add("dhcp");
	step();
	card[0].carrier = card[1].carrier = true;
	assert_string_equal(step(), "try1 ");
	assert_int_equal(choice_due(), now + CHOICE_PATIENCE);
	now += CHOICE_PATIENCE - 1;
	assert_string_equal(step(), "");
	now++;
	assert_string_equal(step(), "try2 ");
	assert_int_equal(choice_due(), CLOCK_NEVER);
	assert_non_null(strstr(messages, "no address for 8 s: trying eth1, too"));
	now += 60000; /* neither: both go on */
	assert_string_equal(step(), "");
	addressed[2] = true;
	assert_string_equal(step(), "release1 down1 ");
	assert_string_equal(step(), "");
	assert_int_equal(chosen, 2);
}

/* It worked, and does not any more: another takes over, and keeps it. */
static void undone(void **state)
{
	(void)state;
	add("dhcp");
	step();
	card[0].carrier = true;
	addressed[1] = true;
	step();
	step();
	addressed[1] = false; /* the lease is over */
	assert_string_equal(step(), "");
	now += CHOICE_PATIENCE;
	assert_string_equal(step(), "up2 ");
	card[1].carrier = true;
	assert_string_equal(step(), "try2 ");
	addressed[1] = true; /* the first again, and at the same time the other */
	addressed[2] = true;
	assert_string_equal(step(), "release2 down2 ");
	card[0].carrier = false; /* its cable is cut, its address still there */
	step();
	now += CHOICE_PATIENCE;
	assert_string_equal(step(), "up2 ");
	addressed[2] = false;
	card[1].carrier = true;
	assert_string_equal(step(), "try2 ");
	addressed[2] = true;
	assert_string_equal(step(), "release1 down1 ");
	assert_non_null(strstr(messages, "eth1 works, and is used instead of "
					 "eth0"));
	card[0].carrier = true;
	now += CHOICE_PATIENCE;
	assert_string_equal(step(), "");
}

/* Pulled out, and another put in. */
static void gone(void **state)
{
	(void)state;
	cards = 1;
	add("dhcp");
	step();
	card[0].carrier = addressed[1] = true;
	step();
	step();
	cards = 0;
	assert_string_equal(step(), "");
	assert_false(trying);
	now += 1;
	cards = 2;
	card[0].up = card[0].carrier = addressed[1] = false;
	assert_string_equal(step(), "up1 up2 ");
	card[1].carrier = true;
	assert_string_equal(step(), "try2 ");
}

/* All options without an interface share one; given addresses are on one only. */
static void together(void **state)
{
	(void)state;
	add("192.0.2.5:::24:::none");
	add("auto6");
	step();
	card[0].carrier = card[1].carrier = true;
	assert_string_equal(step(), "try1 fixed1 ");
	now += CHOICE_PATIENCE;
	assert_string_equal(step(), "try2 "); /* the address was refused */
	addressed[2] = true;
	assert_string_equal(step(), "release1 release1 down1 fixed2 ");
}

static void fixed(void **state)
{
	(void)state;
	add("192.0.2.5:::24:::none");
	add("[fd00::2]:::64:::none");
	step();
	card[0].carrier = true;
	assert_string_equal(step(), "fixed1 fixed1 ");
	addressed[1] = true;
	assert_string_equal(step(), "down2 ");
	card[0].carrier = false;
	step();
	now += CHOICE_PATIENCE;
	assert_string_equal(step(), "up2 "); /* nothing is better yet */
	card[1].carrier = true;
	assert_string_equal(step(), "release1 release1 down1 fixed2 fixed2 ");
	addressed[2] = true;
	assert_string_equal(step(), "");
}

/* Cards of bonds, bridges, and those that another ip= names, which stay up. */
static void not_for_us(void **state)
{
	(void)state;
	add("dhcp");
	cards = 3;
	part = 1;
	strcpy(card[1].kind, "bridge");
	named = 1;
	strcpy(all[0].conf.name, "eth2");
	all[0].conf.method = IP_AUTO6;
	card[0].carrier = card[1].carrier = card[2].carrier = true;
	card[2].up = true;
	assert_string_equal(step(), "");
	/* A given address, and no card but that one. */
	choice_clear();
	add("192.0.2.5:::24:::none");
	assert_string_equal(step(), "fixed3 ");
	addressed[3] = true;
	assert_string_equal(step(), "");
}

/* What vlan= made is meant; what it is on stays up. */
static void made_first(void **state)
{
	(void)state;
	add("dhcp");
	made = 2;
	parent = 1;
	strcpy(card[1].kind, "vlan");
	card[0].up = card[0].carrier = true;
	assert_string_equal(step(), "up2 ");
	card[1].carrier = true;
	assert_string_equal(step(), "try2 ");
	addressed[2] = true;
	assert_string_equal(step(), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(all_is_well, setup),
		cmocka_unit_test_setup(second_works, setup),
		cmocka_unit_test_setup(undone, setup),
		cmocka_unit_test_setup(gone, setup),
		cmocka_unit_test_setup(together, setup),
		cmocka_unit_test_setup(fixed, setup),
		cmocka_unit_test_setup(not_for_us, setup),
		cmocka_unit_test_setup(made_first, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
