// sources: tools/lib/addr.c tools/lib/cmdline.c tools/lib/readfile.c tools/lib/tunnel.c tools/net/rdnss.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* The servers of all uplinks in one file, in a folder of the test's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <linux/rtnetlink.h>

#include "messages.h"

#include "../../tools/net/resolv.h"
#undef RESOLV_CONF
#undef RESOLV_DHCP_DIR
#define RESOLV_CONF "resolv.conf"
#define RESOLV_DHCP_DIR "dhcp"
#include "../../tools/net/resolv.c"

#include "../../tools/init/dns.c"

static int64_t now;
static struct uplink all[2];
static struct tunnel tunnel;
static char folder[] = "/tmp/test_dns.XXXXXX";

int64_t clock_now(void)
{
	return now;
}

int64_t clock_min(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* What the hook of a family says on an interface; NULL: nothing any more. */
static void lease(int family, const char *interface, const char *text)
{
	char path[RESOLV_PATH], new[] = "new";
	FILE *f;

	resolv_path(family, interface, path);
	if (!text) {
		unlink(path);
		return;
	}
	f = fopen(new, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(rename(new, path), 0);
}

/* A router on that interface has a server, 2001:db8::N, for so many seconds. */
static void router(int index, unsigned char n, unsigned char seconds)
{
	unsigned char message[sizeof(struct nduseroptmsg) + 24] = {0};
	struct nduseroptmsg head = {
	    .nduseropt_family = AF_INET6, .nduseropt_opts_len = 24,
	    .nduseropt_ifindex = index, .nduseropt_icmp_type = 134};
	unsigned char *option = message + sizeof(head);

	memcpy(message, &head, sizeof(head));
	option[0] = 25;
	option[1] = 3;
	option[7] = seconds;
	memcpy(option + 8, "\x20\x01\x0d\xb8", 4);
	option[23] = n;
	dns_router(message, sizeof(message));
}

/* What roles read now, with blanks. */
static const char *servers(void)
{
	static char text[256];
	struct addr dns[8];
	size_t n;

	dns_events();
	dns_step(all, 2, &tunnel);
	n = resolv_read(RESOLV_CONF, dns, 8);
	text[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		char one[INET6_ADDRSTRLEN];

		inet_ntop(dns[i].family, dns[i].bytes, one, sizeof(one));
		strcat(strcat(text, i ? " " : ""), one);
	}
	return text;
}

static int setup(void **state)
{
	(void)state;
	memset(all, 0, sizeof(all));
	for (int i = 0; i < 2; i++) {
		all[i].conf.method = IP_DHCP;
		all[i].index = 2 + i;
		snprintf(all[i].name, IFNAMSIZ, "eth%d", i);
		lease(AF_INET, all[i].name, NULL);
		lease(AF_INET6, all[i].name, NULL);
	}
	memset(routers, 0, sizeof(routers));
	memset(&given, 0, sizeof(given));
	tunnel_read("wg.address=10.64.0.1/24,2001:db8::/126", &tunnel);
	stale = true;
	now = 1000;
	return 0;
}

/* Two leases at the same moment: each has its place among the three. */
static void two(void **state)
{
	(void)state;
	assert_string_equal(servers(), "");
	lease(AF_INET, "eth0", "nameserver 192.0.2.1\nnameserver 192.0.2.2\n"
			       "nameserver 192.0.2.3\n");
	lease(AF_INET, "eth1", "nameserver 198.51.100.1\n");
	assert_string_equal(servers(), "192.0.2.1 198.51.100.1 192.0.2.2");
	lease(AF_INET, "eth1", "nameserver 192.0.2.1\n");
	assert_string_equal(servers(), "192.0.2.1 192.0.2.2 192.0.2.3");
	lease(AF_INET, "eth0", NULL); /* the lease is over */
	assert_string_equal(servers(), "192.0.2.1");
}

/* An uplink that goes takes its servers along, also what it would find later. */
static void gone(void **state)
{
	(void)state;
	lease(AF_INET, "eth0", "nameserver 192.0.2.1\n");
	lease(AF_INET6, "eth1", "nameserver 2001:db8:1::1\n");
	router(3, 9, 60);
	assert_string_equal(servers(), "192.0.2.1 2001:db8:1::1 2001:db8::9");
	all[1].index = 0;
	assert_string_equal(servers(), "192.0.2.1");
	all[1].index = 3;
	assert_string_equal(servers(), "192.0.2.1");
	all[0].conf.method = IP_STATIC; /* what is there is not its own */
	stale = true;
	assert_string_equal(servers(), "");
}

static void lifetimes(void **state)
{
	(void)state;
	router(2, 9, 60);
	router(2, 5, 90);
	assert_string_equal(servers(), "2001:db8::9 2001:db8::5");
	assert_true(dns_step(all, 2, &tunnel) == 61000);
	now = 61000;
	assert_string_equal(servers(), "2001:db8::5");
	router(2, 5, 0);
	assert_string_equal(servers(), "");
}

static void tunnels(void **state)
{
	(void)state;
	lease(AF_INET, "eth0", "nameserver 10.64.0.9\nnameserver 192.0.2.1\n");
	router(2, 2, 60);
	assert_string_equal(servers(), "192.0.2.1");
}

/* Given ones take the place of all others. */
static void configured(void **state)
{
	struct addr a;

	(void)state;
	lease(AF_INET, "eth0", "nameserver 192.0.2.1\n");
	for (int i = 0; i < 4; i++) {
		char text[] = "9.9.9.0";

		text[6] = (char)('0' + i);
		assert_true(addr_parse(text, &a));
		assert_int_equal(dns_add(&a), i < 3);
	}
	assert_string_equal(servers(), "9.9.9.0 9.9.9.1 9.9.9.2");
}

static int begin(void **state)
{
	(void)state;
	if (!mkdtemp(folder) || chdir(folder))
		return -1;
	dns_start();
	return dns_fd() < 0;
}

static int drop(const char *path, const struct stat *s, int type, struct FTW *f)
{
	(void)s;
	(void)type;
	(void)f;
	return remove(path);
}

static int end(void **state)
{
	(void)state;
	return nftw(folder, drop, 8, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(two, setup),
		cmocka_unit_test_setup(gone, setup),
		cmocka_unit_test_setup(lifetimes, setup),
		cmocka_unit_test_setup(tunnels, setup),
		cmocka_unit_test_setup(configured, setup),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
