// sources: tools/lib/cmdline.c tools/lib/tunnel.c tools/wg/peers.c tools/lib/addr.c tools/lib/num.c tools/st/base64.c tools/st/why.c
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists of peers: what they say, every mistake, and what deltas make of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/wg/peerlist.c"

#define A "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
#define B "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI="
#define C "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM="
#define ZERO "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define FULL PEERLIST_MAGIC " se1\nnumber 7\nfull\n"
#define DELTA PEERLIST_MAGIC " se1\nnumber 8\nsince 7\n"

static struct peerlist list;
static struct why why;

static int parse(const char *text)
{
	peerlist_free(&list);
	why.text[0] = '\0';
	return peerlist_parse(text, strlen(text), &list, &why);
}

static void whole(void **state)
{
	char text[PREFIX_TEXT];

	(void)state;
	assert_int_equal(parse(PEERLIST_MAGIC " se1\nnumber 7\nfull\n"
			       "valid-until 2026-12-01T00:00:00Z\n"
			       "may-shrink 50\n"
			       "+ " A " - 10.0.0.1/32,fd00::1/128\n"
			       "+ " B " " C " 10.0.1.0/24\n"), 0);
	assert_string_equal(list.realm, "se1");
	assert_int_equal(list.number, 7);
	assert_int_equal(list.since, 0);
	assert_int_equal(list.valid_until, 1796083200);
	assert_int_equal(list.may_shrink, 50);
	assert_int_equal(list.peers.count, 2);
	assert_int_equal(list.peers.peer[0].nets, 2);
	assert_int_equal(list.peers.peer[0].psk, PEER_NO_PSK);
	assert_int_equal(list.peers.psk[list.peers.peer[1].psk][0], 3);
	assert_string_equal(peer_net_text(&list.peers.net[1], text),
			    "fd00::1/128");
	assert_string_equal(peer_net_text(&list.peers.net[2], text),
			    "10.0.1.0/24");
	assert_int_equal(parse(FULL), 0);
	assert_int_equal(list.peers.count, 0);
	assert_int_equal(parse(DELTA "- " A "\n+ " B " - 10.0.0.9/32\n"), 0);
	assert_int_equal(list.since, 7);
	assert_int_equal(list.gones, 1);
	assert_int_equal(list.gone[0][31], 1);
}

static void refused(void **state)
{
	static const char *const bad[] = {
		"", "\n", "mayfly-peers-v2 se1\nnumber 7\nfull\n",
		PEERLIST_MAGIC "\nnumber 7\nfull\n",
		PEERLIST_MAGIC " \nnumber 7\nfull\n",
		PEERLIST_MAGIC " a b\nnumber 7\nfull\n",
		PEERLIST_MAGIC " se1\nnumber 7\n",
		PEERLIST_MAGIC " se1\nnumber 0\nfull\n",
		PEERLIST_MAGIC " se1\nnumber 07\nfull\n",
		PEERLIST_MAGIC " se1\nnumber 9223372036854775808\nfull\n",
		PEERLIST_MAGIC " se1\nnumber -1\nfull\n",
		PEERLIST_MAGIC " se1\nfull\nnumber 7\n",
		PEERLIST_MAGIC " se1\nnumber 7\nsince 7\n",
		PEERLIST_MAGIC " se1\nnumber 7\nsince 0\n",
		PEERLIST_MAGIC " se1\nnumber 7\nFull\n",
		FULL "\n", FULL "# comment\n", FULL "- " A "\n",
		FULL "valid-until 2026-12-01\n",
		FULL "valid-until 2026-06-31T00:00:00Z\n",
		FULL "valid-until 2026-12-01T00:00:00+0\n",
		FULL "valid-until 1969-12-01T00:00:00Z\n",
		FULL "may-shrink 0\n", FULL "may-shrink 101\n",
		FULL "may-shrink 5\nvalid-until 2026-12-01T00:00:00Z\n",
		FULL "may-shrink 5\nmay-shrink 5\n",
		FULL "+ " A "\n", FULL "+ " A " -\n", FULL "+ " A " - \n",
		FULL "+ " A " 10.0.0.1/32\n", FULL "+ - " A " 10.0.0.1/32\n",
		FULL "+ " ZERO " - 10.0.0.1/32\n",
		FULL "+ " A " " ZERO " 10.0.0.1/32\n",
		FULL "+  " A " - 10.0.0.1/32\n",
		FULL "+ " A "  - 10.0.0.1/32\n",
		FULL "+ " A " - 10.0.0.1\n", FULL "+ " A " - 10.0.0.1/33\n",
		FULL "+ " A " - 10.0.0.1/24\n", FULL "+ " A " - 0.0.0.0/0\n",
		FULL "+ " A " - ::/0\n", FULL "+ " A " - 10.0.0.1/32,\n",
		FULL "+ " A " - ,10.0.0.1/32\n",
		FULL "+ " A " - 10.0.0.1/32 \n",
		FULL "+ " A " - 10.0.0.1/32\n+ " A " - 10.0.0.2/32\n",
		FULL "+ " B " - 10.0.0.1/32\n+ " A " - 10.0.0.2/32\n",
		FULL "+ " A " - 1.0.0.1/32,1.0.0.2/32,1.0.0.3/32,1.0.0.4/32,"
		"1.0.0.5/32,1.0.0.6/32,1.0.0.7/32,1.0.0.8/32,1.0.0.9/32,"
		"1.0.0.10/32,1.0.0.11/32,1.0.0.12/32,1.0.0.13/32,1.0.0.14/32,"
		"1.0.0.15/32,1.0.0.16/32,1.0.0.17/32\n",
		DELTA "- " A " \n", DELTA "- " ZERO "\n",
		DELTA "- " B "\n- " A "\n", DELTA "- " A "\n- " A "\n",
		DELTA "+ " A " - 10.0.0.1/32\n- " A "\n", DELTA "x\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (parse(bad[i]) != -1)
			fail_msg("taken: %s", bad[i]);
		assert_true(why.text[0]);
	}
}

/* Which peers, by the first byte of their keys; "!" if it was refused. */
static const char *after(const char *full, const char *delta)
{
	static char did[16];
	struct peers old = {0}, new;
	size_t i;

	assert_int_equal(parse(full), 0);
	assert_int_equal(peerlist_apply(&old, &list, &old, &why), 0);
	assert_int_equal(parse(delta), 0);
	strcpy(did, "!");
	if (!peerlist_apply(&old, &list, &new, &why)) {
		for (i = 0; i < new.count; i++)
			did[i] = (char)('0' + new.peer[i].key[0]);
		did[i] = '\0';
	}
	peers_free(&old);
	peers_free(&new);
	return did;
}

static void deltas(void **state)
{
	static const char two[] = FULL "+ " A " " C " 10.0.0.1/32\n"
				       "+ " C " - 10.0.0.3/32\n";

	(void)state;
	assert_string_equal(after(two, DELTA), "13");
	assert_string_equal(after(two, FULL "+ " B " - 10.0.0.1/32\n"), "2");
	assert_string_equal(after(two, DELTA "+ " B " - 10.0.0.2/32\n"), "123");
	assert_string_equal(after(two, DELTA "- " A "\n"), "3");
	assert_string_equal(after(two, DELTA "- " C "\n"), "1");
	assert_string_equal(after(two, DELTA "- " A "\n- " C "\n"), "");
	assert_string_equal(after(two, DELTA "+ " A " - 10.0.0.9/32\n"), "13");
	assert_string_equal(after(two, DELTA "- " B "\n"), "!");
	assert_non_null(strstr(why.text, "not there"));
	assert_string_equal(after(two, DELTA "+ " B " - 10.0.0.1/32\n"), "!");
	assert_string_equal(why.text, "gives 10.0.0.1/32 to two peers");
	/* It moves: that is no conflict. */
	assert_string_equal(after(two, DELTA "- " A "\n"
				  "+ " B " - 10.0.0.1/32\n"), "23");
}

static void same(void **state)
{
	static const char *const one[] = {
		FULL "+ " A " - 10.0.0.1/32\n", FULL "+ " A " - 10.0.0.2/32\n",
		FULL "+ " A " " B " 10.0.0.1/32\n",
		FULL "+ " A " " C " 10.0.0.1/32\n",
		FULL "+ " A " - 10.0.0.1/32,10.0.0.2/32\n",
	};
	struct peerlist a, b;
	size_t i, k;

	(void)state;
	for (i = 0; i < 5; i++)
		for (k = 0; k < 5; k++) {
			assert_int_equal(peerlist_parse(one[i], strlen(one[i]),
							&a, &why), 0);
			assert_int_equal(peerlist_parse(one[k], strlen(one[k]),
							&b, &why), 0);
			assert_int_equal(peers_same(&a.peers, a.peers.peer,
						    &b.peers, b.peers.peer),
					 i == k);
			peerlist_free(&a);
			peerlist_free(&b);
		}
}

static void found(void **state)
{
	unsigned char key[PEER_KEY] = {2};
	bool is;

	(void)state;
	assert_int_equal(parse(FULL "+ " A " - 10.0.0.1/32\n"
			       "+ " C " - 10.0.0.3/32\n"), 0);
	assert_int_equal(peers_find(&list.peers, key, &is), 1);
	assert_false(is);
	memset(key, 3, sizeof(key));
	assert_int_equal(peers_find(&list.peers, key, &is), 1);
	assert_true(is);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole), cmocka_unit_test(refused),
		cmocka_unit_test(deltas), cmocka_unit_test(same),
		cmocka_unit_test(found),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
