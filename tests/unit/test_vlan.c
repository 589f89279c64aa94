// sources: tools/lib/addr.c tools/lib/mac.c tools/net/ifname.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* The vlan= option, and when the interface is made; clock and kernel are ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "messages.h"

#include "../../tools/net/vlan.c"

static int64_t now;
static char did[256];
static int refuse;
static struct nl nl;

static void note(const char *what, int n)
{
	size_t used = strlen(did);

	snprintf(did + used, sizeof(did) - used, "%s%d ", what, n);
}

int64_t clock_now(void)
{
	return now;
}

void nl_begin(struct nl_buf *b, uint16_t type, uint16_t flags,
	      const void *header, size_t len)
{
	(void)b;
	(void)type;
	(void)flags;
	(void)header;
	(void)len;
}

void nl_put_text(struct nl_buf *b, uint16_t type, const char *s)
{
	(void)b;
	if (type == IFLA_INFO_KIND)
		assert_string_equal(s, "vlan");
}

void nl_put_u16(struct nl_buf *b, uint16_t type, uint16_t value)
{
	(void)b;
	assert_int_equal(type, IFLA_VLAN_ID);
	note("id", value);
}

void nl_put_u32(struct nl_buf *b, uint16_t type, uint32_t value)
{
	(void)b;
	assert_int_equal(type, IFLA_LINK);
	note("on", (int)value);
}

size_t nl_nest(struct nl_buf *b, uint16_t type)
{
	(void)b;
	return type;
}

void nl_nest_end(struct nl_buf *b, size_t start)
{
	(void)b;
	(void)start;
}

int nl_talk(struct nl *n, struct nl_buf *b, nl_fn *fn, void *arg)
{
	(void)n;
	(void)b;
	(void)fn;
	(void)arg;
	errno = refuse;
	return refuse ? -1 : 0;
}

int rtnl_link_set_up(struct nl *n, int index, bool up)
{
	(void)n;
	note(up ? "up" : "down", index);
	return 0;
}

static void ids(void **state)
{
	static const struct {
		const char *text;
		unsigned int id;
	} all[] = {
		{"vlan5:eth0", 5}, {"vlan0005:eth0", 5}, {"eth0.5:eth0", 5},
		{"eth0.0005:eth0", 5}, {"bond0.100:bond0", 100},
		{"uplink.4094:52-54-00-00-00-07", 4094}, {"vlan1:eth0.7", 1},
		{"eth0:eth0", 0}, {"vlan:eth0", 0}, {"vlan0:eth0", 0},
		{"eth0.0:eth0", 0}, {"eth0.4095:eth0", 0}, {"eth0.x5:eth0", 0},
		{"eth0.:eth0", 0}, {"vlan5", 0}, {"vlan5:", 0}, {":eth0", 0},
		{"vlan5:a/b", 0}, {"a/b.5:eth0", 0}, {"vlan5:eth0:eth1", 0},
		{"sixteencharact.5:eth0", 0}, {"", 0}, {"vlan-5:eth0", 0},
	};
	struct vlan v;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		const char *why = vlan_parse(all[i].text, &v);

		if (!why != !!all[i].id || (all[i].id && v.id != all[i].id))
			fail_msg("vlan=%s: %s, %u", all[i].text,
				 why ? why : "taken", v.id);
	}
}

static const char *step(struct vlan *v, struct rtnl_link *l, size_t count)
{
	did[0] = '\0';
	assert_int_equal(vlan_step(v, &nl, l, count), 0);
	return did;
}

static void steps(void **state)
{
	struct rtnl_link l[] = {{.index = 3, .name = "bond0", .kind = "bond"},
				{.index = 4, .name = "bond0.7", .kind = "vlan"}};
	struct vlan v;

	(void)state;
	assert_null(vlan_parse("bond0.7:bond0", &v));
	assert_string_equal(step(&v, l, 0), "");
	refuse = EOPNOTSUPP;
	assert_string_equal(step(&v, l, 1), "up3 on3 id7 ");
	assert_string_equal(step(&v, l, 1), ""); /* not at once */
	now = RETRY;
	refuse = 0;
	l[0].up = true;
	assert_string_equal(step(&v, l, 1), "on3 id7 ");
	assert_string_equal(step(&v, l, 2), "");
	l[0].up = false;
	assert_string_equal(step(&v, l, 2), "up3 ");
	/* By the address of a card, which what is on it has, too. */
	assert_null(vlan_parse("vlan7:52-54-00-00-00-07", &v));
	l[0].up = l[0].ethernet = l[1].ethernet = true;
	memcpy(l[1].mac, "\x52\x54\0\0\0\7", 6);
	memcpy(l[0].mac, l[1].mac, 6);
	assert_string_equal(step(&v, l, 2), "");
	l[0].kind[0] = '\0';
	assert_string_equal(step(&v, l, 2), "on3 id7 ");
	/* The name is another's. */
	assert_null(vlan_parse("vlan7:eth1", &v));
	strcpy(l[0].name, "vlan7");
	assert_int_equal(vlan_step(&v, &nl, l, 1), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids), cmocka_unit_test(steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
