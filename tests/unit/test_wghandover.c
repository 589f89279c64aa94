/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/tunnel.c tools/lib/cmdline.c tools/wgd/handover.c tools/wgd/resume.c tools/wgd/conf.c tools/wgd/print.c tools/wgd/device.c tools/wg/peers.c tools/lib/addr.c tools/lib/num.c tools/lib/err.c tools/lib/netlink.c tools/net/clock.c
// libs: -lsodium
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

#include "../../tools/wgd/conf.h"
#include "../../tools/wgd/handover.h"
#include "../../tools/wgd/resume.h"

#define A "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
#define B "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI="
#define C "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM="
#define HEAD "mayfly-handover 1\npackage 00\ntime 1\n"
#define INTERFACE "[Interface]\nPrivateKey = " C "\n"
#define PEERS                                                                  \
	"[Peer]\nPublicKey = " A "\nAllowedIPs = 10.0.0.1/32\n"                \
	"AllowedIPs = fd00::1/128\nEndpoint = 192.0.2.1:1\n"                   \
	"[Peer]\nPublicKey = " B "\nAllowedIPs = 10.0.0.2/32\n"                \
	"Endpoint = [2001:db8::1]:2\n"
#define WHOLE HEAD "list 17\n" INTERFACE PEERS

/* A file in memory with that text and, unless it is NULL, its digest's line. */
static int file(const char *text, const char *of)
{
	unsigned char digest[crypto_generichash_BYTES];
	char hex[2 * sizeof(digest) + 1];
	int fd = memfd_create("test", MFD_CLOEXEC);

	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	if (!of)
		return fd;
	crypto_generichash(digest, sizeof(digest), (const unsigned char *)of,
			   strlen(of), NULL, 0);
	sodium_bin2hex(hex, sizeof(hex), digest, sizeof(digest));
	dprintf(fd, "digest %s\n", hex);
	return fd;
}

static bool loads(int fd, bool checked)
{
	struct handover h;
	bool present;

	handover_load(fd, checked, &h);
	present = h.present;
	handover_free(&h);
	return present;
}

static off_t size(int fd)
{
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	return st.st_size;
}

static void is_taken(void **state)
{
	struct handover h;

	(void)state;
	handover_load(file(WHOLE, WHOLE), true, &h);
	assert_true(h.present);
	assert_int_equal(h.number, 17);
	assert_int_equal(h.key[0], 3);
	assert_int_equal(h.key[31], 3);
	assert_int_equal(h.peers.count, 2);
	assert_int_equal(h.peers.peer[0].nets, 2);
	assert_int_equal(h.peers.endpoints, 2);
	handover_free(&h);
	assert_int_equal(h.key[0], 0);
}

static void is_refused(void **state)
{
	char flipped[] = WHOLE;

	(void)state;
	assert_false(loads(-1, true));
	assert_false(loads(open("/dev/null", O_RDONLY), true));
	assert_false(loads(file("", NULL), true));
	assert_false(loads(file(WHOLE, NULL), true));
	assert_false(loads(file("", ""), true));
	/* Each byte counts; flipped[0] is init's, and covered, too. */
	for (size_t i = 0; i < strlen(WHOLE); i += 7) {
		flipped[i] ^= 1;
		assert_false(loads(file(flipped, WHOLE), true));
		flipped[i] ^= 1;
	}
	assert_true(loads(file(flipped, WHOLE), true));
	/* Well summed, and wrong. */
	assert_false(loads(file(HEAD, HEAD), true));
	assert_false(loads(file(HEAD "list x\n" INTERFACE,
				HEAD "list x\n" INTERFACE), true));
	assert_false(loads(file(HEAD "list 1\n" PEERS, HEAD "list 1\n" PEERS),
			   true));
	assert_false(loads(file(HEAD "list 1\n" INTERFACE "x\n",
				HEAD "list 1\n" INTERFACE "x\n"), true));
}

/* What the keeper finds has no key, and goes on being readable. */
static void is_hidden(void **state)
{
	int fd = file(WHOLE, WHOLE);
	char text[1024] = "";
	struct handover h;

	(void)state;
	handover_hide(fd);
	assert_true(pread(fd, text, sizeof(text) - 1, 0) > 0);
	assert_null(strstr(text, C));
	assert_non_null(strstr(text, A));
	handover_load(fd, false, &h);
	assert_true(h.present);
	assert_true(sodium_is_zero(h.key, sizeof(h.key)));
	assert_int_equal(h.peers.count, 2);
	handover_free(&h);
	assert_false(loads(fd, true));
	handover_wipe(fd);
	assert_int_equal(size(fd), 0);
	assert_false(loads(fd, false));
}

static void parse(const char *text, struct conf *c)
{
	char why[256];

	assert_int_equal(conf_parse(text, strlen(text), c, NULL, why,
				    sizeof(why)), 0);
}

/* Settings with a source of lists, and without. */
static struct wg_conf listed = {.listed = true}, alone;

/* A is configured without an endpoint, C is new; B was a list's. */
static void is_sorted(void **state)
{
	struct conf c;
	struct handover h;
	struct resume r;

	(void)state;
	parse("[Peer]\nPublicKey=" A "\nAllowedIPs=10.9.0.1/32\n"
	      "[Peer]\nPublicKey=" C "\nAllowedIPs=10.9.0.3/32\n", &c);
	handover_load(file(WHOLE, WHOLE), true, &h);
	assert_true(resume_listed(&h, &(struct wg_conf){.listed = true, .floor = 17}));
	assert_false(resume_listed(&h, &(struct wg_conf){.listed = true, .floor = 18}));
	assert_false(resume_listed(&h, &(struct wg_conf){.floor = 17}));
	assert_int_equal(resume_sort(&h, &listed, &c.peers, &r), 0);
	assert_int_equal(r.known.count, 2);
	assert_int_equal(r.known.peer[0].nets, 1);
	assert_true(r.known.peer[0].endpoint >= 0);
	assert_true(r.known.peer[1].endpoint < 0);
	assert_int_equal(r.others.count, 1);
	assert_int_equal(r.others.peer[0].key[0], 2);
	assert_int_equal(r.others.endpoint[r.others.peer[0].endpoint]
			     .addr.ss_family, AF_INET6);
	resume_free(&r);
	/* Without a source of lists there are no others. */
	assert_int_equal(resume_sort(&h, &alone, &c.peers, &r), 0);
	assert_int_equal(r.others.count, 0);
	resume_free(&r);
	peers_free(&c.peers);
	/* The configuration's endpoint is the one that counts. */
	parse("[Peer]\nPublicKey=" A "\nAllowedIPs=10.9.0.1/32\n"
	      "Endpoint=[2001:db8::9]:9\n", &c);
	assert_int_equal(resume_sort(&h, &listed, &c.peers, &r), 0);
	assert_int_equal(r.known.endpoint[r.known.peer[0].endpoint]
			     .addr.ss_family, AF_INET6);
	resume_free(&r);
	peers_free(&c.peers);
	/* B's network is somebody else's here: no peer any more. */
	parse("[Peer]\nPublicKey=" C "\nAllowedIPs=10.0.0.2/32\n", &c);
	assert_int_equal(resume_sort(&h, &listed, &c.peers, &r), 0);
	assert_int_equal(r.others.count, 1);
	assert_int_equal(r.others.peer[0].key[0], 1);
	resume_free(&r);
	peers_free(&c.peers);
	/* So is one around it; and what is not the tunnel's is nobody's. */
	parse("[Peer]\nPublicKey=" C "\nAllowedIPs=10.0.0.2/31\n", &c);
	assert_int_equal(resume_sort(&h, &listed, &c.peers, &r), 0);
	assert_int_equal(r.others.count, 1);
	resume_free(&r);
	tunnel_read("wg.address=10.77.0.1/16", &listed.tunnel);
	assert_int_equal(resume_sort(&h, &listed, &c.peers, &r), 0);
	assert_int_equal(r.others.count, 0);
	resume_free(&r);
	tunnel_read("wg.address=10.0.0.1/8,fd00::1/16", &listed.tunnel);
	peers_free(&c.peers);
	handover_free(&h);
}

/* The kernel may have taken a peer's only network: that is no damage. */
static void may_be_bare(void **state)
{
	static const char bare[] = HEAD "list 0\n" INTERFACE
		"[Peer]\nPublicKey = " A "\n[Peer]\nPublicKey = " B
		"\nAllowedIPs = 10.0.0.2/32\n";
	struct peers none;
	struct handover h;
	struct resume r;

	(void)state;
	handover_load(file(bare, bare), true, &h);
	assert_true(h.present);
	assert_int_equal(peers_init(&none, 0, 0, 0, 0), 0);
	assert_int_equal(resume_sort(&h, &listed, &none, &r), 0);
	assert_int_equal(r.others.count, 1);
	assert_int_equal(r.others.peer[0].key[0], 2);
	resume_free(&r);
	peers_free(&none);
	handover_free(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(is_taken),
	    cmocka_unit_test(is_refused),
	    cmocka_unit_test(is_hidden),
	    cmocka_unit_test(is_sorted),
	    cmocka_unit_test(may_be_bare),
	};

	if (sodium_init() < 0)
		return 1;
	tunnel_read("wg.address=10.0.0.1/8,fd00::1/16", &listed.tunnel);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
