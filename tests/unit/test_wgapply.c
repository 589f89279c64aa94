// sources: tools/lib/cmdline.c tools/lib/tunnel.c tools/lib/addr.c tools/lib/num.c tools/st/base64.c tools/st/why.c tools/wg/peerlist.c tools/wg/peers.c
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel is told when a list follows another, and who is forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sodium.h>
#include <stdio.h>

#include "../../tools/wg/peerlist.h"
#include "../../tools/wgd/apply.c"


#define on_peer idle_on_peer
#include "../../tools/wgd/idle.c"

static char did[256];
static struct device device;
static struct hands h = {.device = &device};
static struct device_peer dumped[8];
static size_t dumps;
static bool fails;

int device_put(struct device *d, enum device_how how, const struct peers *t,
	       const struct peer *p)
{
	size_t n = strlen(did);

	(void)d;
	(void)t;
	did[n] = "+~-="[how];
	did[n + 1] = (char)p->key[0];
	did[n + 2] = '\0';
	return fails ? -1 : 0;
}

int device_send(struct device *d)
{
	(void)d;
	strcat(did, ".");
	return 0;
}

int device_dump(struct device *d, device_fn *fn, void *arg)
{
	(void)d;
	for (size_t i = 0; i < dumps; i++)
		fn(&dumped[i], arg);
	return 0;
}

/* !a: the network of that letter goes, ^a: it stays. */
int conntrack_note(struct conntrack *c, const struct peer_net *n, bool gone)
{
	size_t len = strlen(did);

	did[len] = gone ? '!' : '^';
	did[len + 1] = (char)n->bytes[3];
	did[len + 2] = '\0';
	c->wide |= gone && n->len < 32;
	return 0;
}

int conntrack_forget(struct conntrack *c)
{
	c->wide = false;
	strcat(did, "#");
	return 0;
}

/* Peers by letters; a small letter is the same with another network. */
static struct peers table(const char *who)
{
	struct peers t;

	assert_int_equal(peers_init(&t, 8, 8, 0, 0), 0);
	for (; *who; who++) {
		struct peer *p = &t.peer[t.count++];

		*p = (struct peer){.psk = PEER_NO_PSK, .endpoint = -1,
				   .net = (uint32_t)t.nets, .nets = 1};
		memset(p->key, *who & ~32, PEER_KEY);
		t.net[t.nets++] = (struct peer_net){
		    AF_INET, 32, {10, 0, 0, (unsigned char)*who}};
	}
	return t;
}

static const char *change(struct watched *w, const char *to)
{
	struct peers new = table(to);
	struct applied count;
	const char *words;

	did[0] = '\0';
	if (apply(&h, w, &new, &count, &words))
		strcat(did, "failed");
	peers_free(&new);
	return did;
}

static void fresh(struct watched *w, const char *who)
{
	w->peers = table(who);
	w->mark = calloc(8, sizeof(*w->mark));
}

static void done(struct watched *w)
{
	peers_free(&w->peers);
	free(w->mark);
}

static void diffs(void **state)
{
	struct watched w;

	(void)state;
	fresh(&w, "");
	assert_string_equal(change(&w, "ABC"), "+A+B+C.#");
	assert_string_equal(change(&w, "ABC"), ".#");
	assert_string_equal(change(&w, "AbC"), "~B!B.#");
	assert_string_equal(change(&w, "bCD"), "-A!A+D.#");
	assert_string_equal(change(&w, "ACE"), "+A-B!b-D!D+E.#");
	assert_int_equal(w.peers.count, 3);
	w.mark[1].value = 9; /* C was heard of */
	assert_string_equal(change(&w, "BCE"), "-A!A+B.#");
	assert_int_equal(w.mark[1].value, 9);
	/* What others have in a network that goes stays theirs. */
	w.peers.net[1].len = 24;
	assert_string_equal(change(&w, "BE"), "-C!C.^B^E#");
	assert_string_equal(change(&w, ""), "-B!B-E!E.#");
	fails = true;
	assert_string_equal(change(&w, "A"), "+Afailed");
	fails = false;
	assert_int_equal(w.peers.count, 0);
	done(&w);
}

static void adopted(void **state)
{
	struct watched listed = {0}, fixed;
	struct watched *const all[] = {&listed, &fixed};
	const char *words;

	(void)state;
	fresh(&fixed, "B");
	dumps = 3;
	memset(dumped, 0, sizeof(dumped));
	for (size_t i = 0; i < dumps; i++)
		memset(dumped[i].key, "CBA"[i], PEER_KEY);
	assert_int_equal(apply_adopt(&h, all, 2, &words), 0);
	assert_int_equal(listed.peers.count, 2);
	assert_int_equal(listed.peers.peer[0].key[0], 'A');
	/* All that is known of them is that they are there. */
	assert_string_equal(change(&listed, "AD"), "~A-C+D.#");
	done(&listed);
	done(&fixed);
}

static int forget(struct watched *w, uint32_t now)
{
	struct watched *const all[] = {w};
	const char *words;

	did[0] = '\0';
	return idle_check(&h, all, 1, 180, now, &words);
}

static void idle(void **state)
{
	struct watched w;

	(void)state;
	fresh(&w, "ABC");
	memset(dumped, 0, sizeof(dumped));
	dumps = 3;
	for (size_t i = 0; i < dumps; i++)
		memset(dumped[i].key, "ABC"[i], PEER_KEY);
	dumped[1].seconds = 1000000;
	dumped[2].received = 148; /* a first message, nothing more */
	assert_int_equal(forget(&w, 100), 0);
	assert_int_equal(forget(&w, 279), 0);
	dumped[1].seconds++; /* another handshake */
	assert_int_equal(forget(&w, 280), 1);
	assert_string_equal(did, "=C.!C#");
	dumped[2].received = 0;
	assert_int_equal(forget(&w, 459), 0);
	/* Bytes without a handshake are those of a session that is over. */
	dumped[1].received = 5;
	assert_int_equal(forget(&w, 460), 1);
	assert_string_equal(did, "=B.!B#");
	/* A clock of the day that jumps back makes no difference. */
	dumped[1] = dumped[0];
	memset(dumped[1].key, 'B', PEER_KEY);
	dumped[1].seconds = 5;
	assert_int_equal(forget(&w, 500), 0);
	assert_int_equal(forget(&w, 680), 1);
	w.peers.net[1].len = 24;
	dumped[1].seconds++;
	assert_int_equal(forget(&w, 700), 0);
	assert_int_equal(forget(&w, 880), 1);
	assert_string_equal(did, "=B.!B^A^C#");
	done(&w);
}

/* Endpoints of the configuration are not a trace of anybody. */
static void configured(void **state)
{
	struct watched w;

	(void)state;
	fresh(&w, "AB");
	w.peers.peer[0].endpoint = 0;
	w.peers.peer[1].nets = 0; /* adopted */
	memset(dumped, 0, sizeof(dumped));
	dumps = 2;
	for (size_t i = 0; i < dumps; i++) {
		memset(dumped[i].key, "AB"[i], PEER_KEY);
		dumped[i].seconds = 7;
	}
	assert_int_equal(forget(&w, 100), 0);
	assert_int_equal(forget(&w, 1000), 0);
	w.peers.peer[0].endpoint = -1;
	done(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(diffs), cmocka_unit_test(adopted),
		cmocka_unit_test(idle), cmocka_unit_test(configured),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
