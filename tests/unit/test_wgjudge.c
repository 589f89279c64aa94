// sources: tools/lib/cmdline.c tools/lib/tunnel.c tools/lib/addr.c tools/lib/num.c tools/st/base64.c tools/st/hex.c tools/st/note.c tools/st/utf8.c tools/st/why.c tools/wg/note_sodium.c tools/wg/peerlist.c tools/wg/peers.c
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/* Which lists are applied: the signature first, then everything else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../tools/wgd/judge.c"

static unsigned char secret[crypto_sign_SECRETKEYBYTES];
static struct peers now, fixed;
static struct tunnel tunnel;
static struct judge j;
static struct why why;

/* 'A' to 'Z': a key, and the network 10.0.0.N. */
static const char *extra; /* networks of one more peer, or NULL */

static void print_peers(FILE *to, const char *who)
{
	unsigned char key[PEER_KEY];
	char text[64];

	for (; *who; who++) {
		memset(key, *who, sizeof(key));
		sodium_bin2base64(text, sizeof(text), key, sizeof(key),
				  sodium_base64_VARIANT_ORIGINAL);
		fprintf(to, "+ %s - 10.0.0.%d/32\n", text, *who);
	}
	memset(key, 'z', sizeof(key));
	sodium_bin2base64(text, sizeof(text), key, sizeof(key),
			  sodium_base64_VARIANT_ORIGINAL);
	if (extra)
		fprintf(to, "+ %s - %s\n", text, extra);
}

/* A signed list: its head, and those peers. */
static char *make(const char *head, const char *who)
{
	unsigned char blob[NOTE_ID + NOTE_SIGNATURE];
	char *text, *note, base64[128];
	size_t len;
	FILE *to = open_memstream(&text, &len);

	fprintf(to, PEERLIST_MAGIC " %s", head);
	print_peers(to, who);
	fclose(to);
	memcpy(blob, j.signer.id, NOTE_ID);
	crypto_sign_detached(blob + NOTE_ID, NULL, (unsigned char *)text, len,
			     secret);
	sodium_bin2base64(base64, sizeof(base64), blob, sizeof(blob),
			  sodium_base64_VARIANT_ORIGINAL);
	assert_true(asprintf(&note, "%s\n" NOTE_DASH "se1 %s\n", text,
			     base64) > 0);
	free(text);
	return note;
}

static enum judgement verdict(const char *head, const char *who)
{
	char *note = make(head, who);
	struct peers out;
	uint64_t number;
	enum judgement r;

	why.text[0] = '\0';
	r = judge(&j, note, strlen(note), &out, &number, &why);
	if (r == JUDGE_NEW)
		assert_int_equal(out.count, strlen(who) + !!extra);
	assert_int_equal(r == JUDGE_REFUSED, why.text[0] != '\0');
	peers_free(&out);
	free(note);
	return r;
}

static void table(struct peers *t, const char *who)
{
	struct peerlist list;
	char *text;
	size_t len;
	FILE *to = open_memstream(&text, &len);

	fprintf(to, PEERLIST_MAGIC " x\nnumber 1\nfull\n");
	print_peers(to, who);
	fclose(to);
	assert_int_equal(peerlist_parse(text, len, &list, &why), 0);
	peers_free(t);
	*t = list.peers;
	memset(&list.peers, 0, sizeof(list.peers));
	peerlist_free(&list);
	free(text);
}

static int setup(void **state)
{
	unsigned char public[crypto_sign_PUBLICKEYBYTES];

	(void)state;
	crypto_sign_keypair(public, secret);
	assert_int_equal(note_key_make("se1", 3, public, &j.signer, &why), 0);
	j.now = &now;
	tunnel_read("wg.address=10.0.0.1/24", &tunnel);
	j.tunnel = &tunnel;
	j.fixed = &fixed;
	j.number = 7;
	j.floor = 0;
	j.shrink = 20;
	j.clock = 1796083200;
	table(&now, "ABCDEFGHIJ");
	table(&fixed, "");
	return 0;
}

#define FULL "se1\nnumber 8\nfull\n"

static void good(void **state)
{
	(void)state;
	assert_int_equal(verdict(FULL, "ABCDEFGHIJ"), JUDGE_NEW);
	assert_int_equal(verdict(FULL, "ABCDEFGHIJKLMNOP"), JUDGE_NEW);
	assert_int_equal(verdict("se1\nnumber 7\nfull\n", "A"), JUDGE_SAME);
	assert_int_equal(verdict("se1\nnumber 9\nsince 8\n", "K"), JUDGE_OTHER);
	j.number = 0;
	j.floor = 8;
	assert_int_equal(verdict(FULL, "ABCDEFGHIJ"), JUDGE_NEW);
}

static void delta(void **state)
{
	char *note = make("se1\nnumber 8\nsince 7\n", "K");
	struct peers out;
	uint64_t number;

	(void)state;
	assert_int_equal(judge(&j, note, strlen(note), &out, &number, &why),
			 JUDGE_NEW);
	assert_int_equal(out.count, 11);
	assert_int_equal(number, 8);
	peers_free(&out);
	free(note);
}

static void back(void **state)
{
	(void)state;
	assert_int_equal(verdict("se1\nnumber 6\nfull\n", "ABCDEFGHIJ"),
			 JUDGE_REFUSED);
	j.number = 0;
	j.floor = 9;
	assert_int_equal(verdict(FULL, "ABCDEFGHIJ"), JUDGE_REFUSED);
	assert_non_null(strstr(why.text, "goes back"));
}

static void shrunk(void **state)
{
	(void)state;
	assert_int_equal(verdict(FULL, "ABCDEFGH"), JUDGE_NEW);
	assert_int_equal(verdict(FULL, "ABCDEFG"), JUDGE_REFUSED);
	assert_int_equal(verdict(FULL, ""), JUDGE_REFUSED);
	/* As many, but others. */
	assert_int_equal(verdict(FULL, "KLMNOPQRST"), JUDGE_REFUSED);
	assert_non_null(strstr(why.text, "removes 10 of 10"));
	assert_int_equal(verdict("se1\nnumber 8\nfull\nmay-shrink 30\n",
				 "ABCDEFG"), JUDGE_NEW);
	assert_int_equal(verdict("se1\nnumber 8\nfull\nmay-shrink 30\n",
				 "ABCDEF"), JUDGE_REFUSED);
	j.shrink = 0;
	assert_int_equal(verdict(FULL, "ABCDEFGHI"), JUDGE_NEW);
	assert_int_equal(verdict(FULL, "ABCDEFGH"), JUDGE_REFUSED);
}

static void expired(void **state)
{
	(void)state;
	assert_int_equal(verdict("se1\nnumber 8\nfull\n"
				 "valid-until 2026-12-01T00:00:01Z\n",
				 "ABCDEFGHIJ"), JUDGE_NEW);
	assert_int_equal(verdict("se1\nnumber 8\nfull\n"
				 "valid-until 2026-12-01T00:00:00Z\n",
				 "ABCDEFGHIJ"), JUDGE_REFUSED);
}

static void others(void **state)
{
	(void)state;
	assert_int_equal(verdict("se2\nnumber 8\nfull\n", "ABCDEFGHIJ"),
			 JUDGE_REFUSED);
	table(&fixed, "Z");
	assert_int_equal(verdict(FULL, "ABCDEFGHIJ"), JUDGE_NEW);
	assert_int_equal(verdict(FULL, "ABCDEFGHIJZ"), JUDGE_REFUSED);
	fixed.peer[0].key[0]++;
	assert_int_equal(verdict(FULL, "ABCDEFGHIJZ"), JUDGE_REFUSED);
	assert_non_null(strstr(why.text, "10.0.0.90/32"));
}

/* Networks of the tunnel, and of no configured peer, be it a part of one. */
static void networks(void **state)
{
	static const struct {
		const char *net, *why; /* NULL: it is taken */
	} nets[] = {
		{"10.0.0.128/25", NULL},
		{"10.0.0.0/28", NULL},
		{"10.0.0.92/32", NULL},
		{"10.0.0.90/32", "10.0.0.90/31, which a configured"},
		{"10.0.0.91/32", "10.0.0.90/31, which a configured"},
		{"10.0.0.88/30", "10.0.0.90/31, which a configured"},
		{"10.0.0.90/31", "10.0.0.90/31, which a configured"},
		{"10.0.0.0/24", "10.0.0.90/31, which a configured"},
		{"10.0.0.0/23", "not in the networks of wg.address="},
		{"10.0.1.0/32", "not in the networks of wg.address="},
		{"192.0.2.1/32", "not in the networks of wg.address="},
		{"fd00::1/128", "not in the networks of wg.address="},
		{"0.0.0.0/1", "shorter than /8"},
		{"128.0.0.0/1,0.0.0.0/1", "shorter than /8"},
		{"2000::/3", "shorter than /8"},
		{"127.0.0.0/8", "not of hosts"},
		{"224.0.0.0/8", "not of hosts"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(nets) / sizeof(*nets); i++) {
		enum judgement r;

		table(&fixed, "Z");
		fixed.net[0].len = 31;
		extra = nets[i].net;
		r = verdict(FULL, "ABCDEFGHIJ");
		extra = NULL;
		if ((r == JUDGE_NEW) != !nets[i].why ||
		    (nets[i].why && !strstr(why.text, nets[i].why)))
			fail_msg("%s: %d %s", nets[i].net, r, why.text);
	}
}

/* Whatever byte is another, nothing of it is taken. */
static void flipped(void **state)
{
	char *note = make(FULL, "ABCDEFGHIJ");
	size_t len = strlen(note);
	struct peers out;
	uint64_t number;

	(void)state;
	for (size_t i = 0; i < len; i++) {
		note[i] ^= 1;
		assert_int_equal(judge(&j, note, len, &out, &number, &why),
				 JUDGE_REFUSED);
		peers_free(&out);
		note[i] ^= 1;
	}
	assert_int_equal(judge(&j, note, len - 1, &out, &number, &why),
			 JUDGE_REFUSED);
	assert_int_equal(judge(&j, note, 0, &out, &number, &why),
			 JUDGE_REFUSED);
	free(note);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(good, setup),
		cmocka_unit_test_setup(delta, setup),
		cmocka_unit_test_setup(back, setup),
		cmocka_unit_test_setup(shrunk, setup),
		cmocka_unit_test_setup(expired, setup),
		cmocka_unit_test_setup(others, setup),
		cmocka_unit_test_setup(networks, setup),
		cmocka_unit_test_setup(flipped, setup),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
