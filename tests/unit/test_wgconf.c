// sources: tools/lib/cmdline.c tools/lib/tunnel.c tools/lib/addr.c tools/wg/peers.c
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/* Files in the syntax of wg setconf. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/wgd/conf.c"

#define A "PublicKey = AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n"
#define B "PublicKey = AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=\n"
#define PSK "PresharedKey = AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n"
#define NET "AllowedIPs = 10.0.0.1/32\n"

static struct conf conf;
static char why[256];

static int parse(const char *text)
{
	int bad = conf_parse(text, strlen(text), &conf, NULL, why,
	    sizeof(why));

	if (bad)
		peers_free(&conf.peers);
	return bad;
}

static void whole(void **state)
{
	const struct sockaddr_in6 *v6;
	char text[PREFIX_TEXT];

	(void)state;
	assert_int_equal(parse("# comment\n\n[Interface]\nListenPort=51820\r\n"
			       "FwMark = 0xca6c\n"
			       "[Peer] # second\n" B
			       "allowedips = 10.0.1.7/24, fd00::2\n"
			       "AllowedIPs=10.0.2.0/24\n"
			       "Endpoint = [2001:db8::1]:443\n"
			       "PersistentKeepalive = 25\n"
			       "[peer]\n" A PSK NET "Endpoint=192.0.2.1:1"), 0);
	assert_int_equal(conf.port, 51820);
	assert_int_equal(conf.fwmark, 0xca6c);
	assert_int_equal(conf.peers.count, 2);
	assert_int_equal(conf.peers.peer[0].key[0], 1);
	assert_int_equal(conf.peers.psk[conf.peers.peer[0].psk][31], 3);
	assert_int_equal(conf.peers.peer[1].nets, 3);
	assert_int_equal(conf.peers.peer[1].keepalive, 25);
	assert_string_equal(peer_net_text(&conf.peers.net[0], text),
			    "10.0.1.0/24");
	assert_string_equal(peer_net_text(&conf.peers.net[1], text),
			    "fd00::2/128");
	v6 = (const struct sockaddr_in6 *)&conf.peers
		 .endpoint[conf.peers.peer[1].endpoint].addr;
	assert_int_equal(ntohs(v6->sin6_port), 443);
	peers_free(&conf.peers);
	assert_int_equal(parse(""), 0);
	assert_int_equal(conf.peers.count, 0);
	peers_free(&conf.peers);
}

static void refused(void **state)
{
	static const char *const bad[] = {
		"x", "ListenPort = 1\n", "[Peers]\n", "[Interface]\nx = 1\n",
		"[Interface]\nListenPort = 65536\n",
		"[Interface]\nFwMark = 0x\n", "[Interface]\nFwMark = 0x1g\n",
		"[Interface]\nFwMark = 0x100000000\n",
		"[Interface]\nAddress = 10.0.0.1/24\n",
		"[Peer]\n", "[Peer]\n" A, "[Peer]\n" NET, "[Peer]\n" A NET "x\n",
		"[Peer]\n" NET "[Peer]\n" A NET,
		"[Peer]\nPublicKey = x\n" NET,
		"[Peer]\nPublicKey = AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		"AA=\n" NET,
		"[Peer]\n" A "AllowedIPs = 0.0.0.0/0\n",
		"[Peer]\n" A "AllowedIPs = 10.0.0.1/33\n",
		"[Peer]\n" A "AllowedIPs = x\n",
		"[Peer]\n" A NET "PresharedKey = x\n",
		"[Peer]\n" A NET "Endpoint = example.org:1\n",
		"[Peer]\n" A NET "Endpoint = 192.0.2.1\n",
		"[Peer]\n" A NET "Endpoint = 192.0.2.1:0\n",
		"[Peer]\n" A NET "Endpoint = 2001:db8::1:1\n",
		"[Peer]\n" A NET "PersistentKeepalive = 65536\n",
		"[Peer]\n" A NET "[Peer]\n" A "AllowedIPs = 10.0.0.2/32\n",
		"[Peer]\n" A NET "[Peer]\n" B NET,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (!parse(bad[i]))
			fail_msg("taken: %s", bad[i]);
		assert_non_null(strstr(why, "line "));
	}
	assert_int_equal(parse("[Interface]\nPrivateKey = x\n"), -1);
	assert_non_null(strstr(why, "anyone may download"));
}

static void said(const char *text, const char *what)
{
	assert_int_equal(parse(text), -1);
	if (!strstr(why, what))
		fail_msg("no \"%s\" in: %s", what, why);
}

/* What wg or wg-quick take and this does not is named, with the reason. */
static void named(void **state)
{
	static const char *const keys[] = {"Address", "DNS", "MTU", "Table",
	    "PreUp", "PostUp", "PreDown", "PostDown", "SaveConfig"};
	char text[128], what[64];

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		snprintf(text, sizeof(text), "[Interface]\n%s = 1\n", keys[i]);
		snprintf(what, sizeof(what), "line 2 has %s, which is "
			 "wg-quick's", keys[i]);
		said(text, what);
		snprintf(text, sizeof(text), "[Peer]\n%s = 1\n", keys[i]);
		said(text, what);
	}
	said("[Interface]\nx = 1\n", "line 2 is unknown: [Interface] has");
	said("[Peer]\nx = 1\n", "line 2 is unknown: [Peer] has");
	said("[Peer]\n" A "AllowedIPs = +10.0.0.2/32\n", "line 3 has + or -");
	said("[Peer]\n" A "AllowedIPs = -10.0.0.2/32\n", "line 3 has + or -");
	said("[Peer]\n" A "AllowedIPs =\n", "which wg(8) takes");
}

/* What nobody sees in an editor. */
static void unseen(void **state)
{
	static char text[4096];

	(void)state;
	said("\xef\xbb\xbf[Interface]\n", "line 1 has a byte order mark");
	said("\n[Peer]\xc2\xa0\n", "line 2 has a no-break space");
	said("[Peer]\nPublicKey\xc2\xa0= x\n", "line 2 has a no-break space");
	/* In a comment anything goes, of any length. */
	assert_int_equal(parse("# \xef\xbb\xbf \xc2\xa0\n[Interface]\n"), 0);
	peers_free(&conf.peers);
	memset(text, 'x', sizeof(text) - 1);
	text[0] = '#';
	assert_int_equal(parse(text), 0);
	peers_free(&conf.peers);
	memcpy(text, "ListenPort = ", 13);
	said(text, "line 1 is longer than 1023 bytes");
	assert_int_equal(conf_parse("a\0b", 3, &conf, NULL, why, sizeof(why)),
	    -1);
	assert_non_null(strstr(why, "line 1 is no text"));
	peers_free(&conf.peers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole), cmocka_unit_test(refused),
		cmocka_unit_test(named), cmocka_unit_test(unseen),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
