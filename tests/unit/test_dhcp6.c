/* SPDX-License-Identifier: BSD-2-Clause */
/* When udhcpc6 runs, and how it asks; the processes are counted, not started. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/net/dhcp6.c"

static struct dhcp6 d;
static struct uplink u;
static struct rtnl_link links[2];
static int starts, stops, signals;

void service_start(struct service *s, int stdin_fd)
{
	(void)stdin_fd;
	s->state = SERVICE_RUNS;
	s->pid = 1234;
	starts++;
}

void service_stop(struct service *s)
{
	s->state = SERVICE_IDLE;
	stops++;
}

int kill(pid_t pid, int sig)
{
	assert_int_equal(pid, 1234);
	assert_int_equal(sig, SIGUSR1);
	return signals++ < 0;
}

static int setup(void **state)
{
	(void)state;
	memset(&u, 0, sizeof(u));
	memset(links, 0, sizeof(links));
	for (int i = 0; i < 2; i++) {
		links[i].index = i + 2;
		links[i].carrier = true;
		strcpy(links[i].name, i ? "eth1" : "eth0");
	}
	u.conf.method = IP_DHCP;
	u.index = 2;
	starts = stops = signals = 0;
	dhcp6_init(&d);
	return 0;
}

static void step(int started, int stopped)
{
	starts = stops = 0;
	dhcp6_step(&d, &u, links, 2);
	assert_int_equal(starts, started);
	assert_int_equal(stops, stopped);
}

static bool asks_for(const char *what)
{
	for (size_t i = 0; d.argv[i]; i++)
		if (!strcmp(d.argv[i], what))
			return true;
	return false;
}

static void as_routers_say(void **state)
{
	(void)state;
	step(0, 0);
	links[0].ra_other = true;
	step(1, 0);
	assert_true(asks_for("-l") && asks_for("eth0"));
	step(0, 0);
	links[0].ra_managed = true;
	step(1, 1);
	assert_false(asks_for("-l"));
	/* Two routers may not agree: what runs goes on. */
	links[0].ra_managed = links[0].ra_other = false;
	step(0, 0);
	assert_int_equal(d.mode, DHCP6_MANAGED);
}

static void whom(void **state)
{
	(void)state;
	links[0].ra_managed = links[1].ra_managed = true;
	u.conf.method = IP_STATIC;
	step(0, 0);
	u.conf.method = IP_AUTO6;
	step(1, 0);
	u.index = 3; /* another interface */
	step(1, 1);
	assert_true(asks_for("eth1") && !asks_for("eth0"));
	u.index = 0;
	step(0, 1);
	assert_int_equal(d.mode, DHCP6_OFF);
	u.index = 9; /* it is gone */
	step(0, 0);
}

static void carrier(void **state)
{
	(void)state;
	links[0].ra_managed = true;
	links[0].carrier = false;
	step(0, 0);
	links[0].carrier = true;
	step(1, 0);
	links[0].carrier = false;
	step(0, 0);
	links[0].carrier = true;
	step(0, 0);
	assert_int_equal(signals, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(as_routers_say, setup),
		cmocka_unit_test_setup(whom, setup),
		cmocka_unit_test_setup(carrier, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
