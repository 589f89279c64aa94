// sources: tools/lib/tunnel.c tools/lib/addr.c tools/lib/cmdline.c tools/lib/wgport.c tools/lib/num.c tools/lib/readfile.c tools/wg/peers.c tools/wg/source.c tools/wgd/complain.c tools/wgd/conf.c tools/wgd/fixed.c tools/wgd/handover.c tools/wgd/param.c tools/wgd/resume.c tools/wgd/routes.c
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/* The order in which wg0 is made, and that a failure leaves nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>

#include "messages.h"

#include "../../tools/wgd/make.c"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

static char did[256];  /* what was asked of the kernel, a word each */
static char name[16];  /* of the interface there is, or "" */
static const char *refused; /* the word that fails */
static bool begun;     /* a request with peers that are not sent */
static unsigned put[200], woken[200], early; /* of many(), by the number in the key */
static bool deaf;      /* no peer can be woken */
static int line[2];    /* pipe behind standard output */
static const struct handover *handed; /* to this run; NULL: nothing */

static int note(const char *what)
{
	strcat(strcat(did, what), " ");
	errno = EPERM;
	return refused && !strcmp(what, refused) ? -1 : 0;
}

int rtnl_link_create(struct nl *nl, const char *n, const char *kind)
{
	(void)nl;
	assert_string_equal(kind, "wireguard");
	if (note("create"))
		return -1;
	strcpy(name, n);
	return 0;
}

int rtnl_link_find(struct nl *nl, const char *n, struct rtnl_link *out)
{
	(void)nl;
	errno = ENODEV;
	out->index = 7;
	return strcmp(n, name) ? -1 : 0;
}

int rtnl_link_set_alias(struct nl *nl, int index, const char *alias)
{
	(void)nl;
	assert_int_equal(index, 7);
	assert_string_equal(alias, "peers: no list yet");
	return note("waits");
}

int rtnl_link_delete(struct nl *nl, int index)
{
	(void)nl;
	assert_int_equal(index, 7);
	name[0] = '\0';
	return note("delete");
}

int device_open(struct device *d, int index)
{
	assert_int_equal(index, 7);
	d->genl.error[0] = '\0';
	return 0;
}

int device_key(struct device *d, const unsigned char *key, int port,
	       uint32_t fwmark)
{
	(void)d;
	assert_int_equal(key[0] & 7, 0);
	assert_int_equal(port, 443);
	assert_int_equal(fwmark, 0);
	if (handed)
		assert_int_equal(key[1], handed->key[1]);
	return note("key");
}

int device_put(struct device *d, enum device_how how, const struct peers *t,
	       const struct peer *p)
{
	(void)d;
	assert_int_equal(how, DEVICE_ADD);
	begun = true;
	if (t->count > 1) {
		put[p->key[0]]++;
		return 0;
	}
	assert_int_equal(t->count, 1);
	assert_int_equal(p->nets, 2);
	assert_int_equal(p->endpoint >= 0, handed && handed->peers.count == 1);
	return note("peer");
}

int device_send(struct device *d)
{
	(void)d;
	if (!begun)
		return 0;
	begun = false;
	return note("send");
}

void device_close(struct device *d)
{
	(void)d;
}

int device_wake(struct device *d, const struct peer *p)
{
	(void)d;
	assert_false(begun); /* it is the same buffer */
	if (handed->peers.count > 1) {
		assert_int_equal(put[p->key[0]], 1);
		woken[p->key[0]]++;
		errno = ENOMEM;
		return deaf ? -1 : 0;
	}
	assert_int_equal(p->key[0], 1);
	return note("wake");
}

/* Each look takes a second: nobody is waited for for long. */
int64_t clock_now(void)
{
	static int64_t now;

	return now += 1000;
}

int device_print(struct device *d, int fd, int64_t now, bool *keyed)
{
	(void)d;
	(void)fd;
	(void)now;
	(void)keyed;
	return -1;
}

int rtnl_addr_add(struct nl *nl, int index, const struct prefix *p,
		  const struct rtnl_addr_how *how)
{
	(void)nl;
	(void)p;
	(void)how;
	assert_int_equal(index, 7);
	return note("address");
}

int rtnl_link_set_up(struct nl *nl, int index, bool up)
{
	(void)nl;
	assert_int_equal(index, 7);
	assert_true(up);
	return note("up");
}

int rtnl_route_add(struct nl *nl, const struct rtnl_route *r)
{
	(void)nl;
	assert_true(r->index == 7 || r->index == 0);
	assert_int_equal(r->table, ROUTES_TABLE);
	return note(r->index ? "route" : "else");
}

int rtnl_rule_add(struct nl *nl, int family, uint32_t priority, uint32_t table)
{
	(void)nl;
	assert_int_equal(family, AF_INET);
	assert_int_equal(priority, ROUTES_RULE);
	assert_int_equal(table, ROUTES_TABLE);
	return note("rule");
}

/* The line has to be out by the time of the name. */
int rtnl_link_rename(struct nl *nl, int index, const char *n)
{
	char text[128];
	ssize_t got = read(line[0], text, sizeof(text) - 1);

	(void)nl;
	early = 0;
	for (size_t i = 0; i < LEN(woken); i++)
		early += woken[i];
	assert_int_equal(index, 7);
	assert_true(got > 0);
	text[got] = '\0';
	assert_memory_equal(text, "mayfly: wireguard interface=wg0 port=443 "
				  "publickey=", 51);
	assert_int_equal(strcspn(text + 51, "="), 43); /* base64 of 32 bytes */
	if (note("rename"))
		return -1;
	strcpy(name, n);
	return 0;
}

void calls_of_once(bool resumes)
{
	(void)resumes;
}

/* One run of make_parts() with a peer inside and one outside wg0's net. */
static int make(const char *without)
{
	static const char options[] =
		"wg.port=443 wg.address=10.64.0.1/24 "
		"wg.peer=AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=,"
		"10.64.0.2/32,192.0.2.0/24 wg.allow=192.0.2.0/24 "
		"wg.peers=https://h/peers";
	static struct wg_conf conf;
	struct nl route = {.fd = -1};
	struct making m = {.route = &route, .conf = &conf};
	int saved = dup(STDOUT_FILENO), status;
	struct fixed fixed;
	char why[256];

	assert_int_equal(param_parse(options, &conf, why, sizeof(why)), 0);
	assert_int_equal(fixed_load(&conf, &fixed), EXIT_YES);
	did[0] = name[0] = '\0';
	begun = false;
	refused = without;
	assert_int_equal(pipe(line), 0);
	fflush(stdout);
	dup2(line[1], STDOUT_FILENO);
	close(line[1]);
	m.fixed = &fixed;
	m.secret = secret_new();
	if (handed)
		m.secret->handed = *handed;
	status = make_parts(&m);
	sodium_free(m.secret);
	peers_free(&fixed.peers);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(line[0]);
	return status;
}

static void order(void **state)
{
	(void)state;
	assert_int_equal(make(NULL), EXIT_YES);
	assert_string_equal(did, "create key address up route else rule route else rule peer send waits rename ");
	assert_string_equal(name, "wg0");
}

/* Whatever fails or kills it, wg0 never is there incomplete. */
static void failures(void **state)
{
	static const char *const steps[] = {"key", "peer", "send", "address",
					    "up", "route", "else", "rule",
					    "waits", "rename"};

	(void)state;
	assert_int_equal(make("create"), EXIT_UNKNOWN);
	assert_string_equal(did, "create ");
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		assert_int_equal(make(steps[i]), EXIT_UNKNOWN);
		assert_non_null(strstr(did, "delete"));
		assert_string_equal(name, "");
	}
}

/* The peer that was connected, at an address to which there is a route. */
static void goes_on(void **state)
{
	static unsigned char one[PEER_KEY];
	static struct handover h = {.present = true, .key = {8, 9, 64}};
	struct sockaddr_in *to;

	(void)state;
	memset(one, 1, sizeof(one));
	assert_int_equal(peers_init(&h.peers, 1, 0, 0, 1), 0);
	h.peers.peer[0] = (struct peer){.psk = PEER_NO_PSK};
	memcpy(h.peers.peer[0].key, one, sizeof(one));
	h.peers.count = h.peers.endpoints = 1;
	to = (struct sockaddr_in *)&h.peers.endpoint[0].addr;
	to->sin_family = AF_INET;
	to->sin_port = htons(9);
	to->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	h.peers.endpoint[0].len = sizeof(*to);
	handed = &h;
	assert_int_equal(make(NULL), EXIT_YES);
	assert_string_equal(did, "create key address up route else rule route else rule peer send wake "
				 "waits rename ");
	/* Who cannot be called is no reason to have no server. */
	assert_int_equal(make("wake"), EXIT_YES);
	assert_string_equal(name, "wg0");
	handed = NULL;
	peers_free(&h.peers);
}

/* 4: a route; -4, -6: none; 0: nobody knows where it is. */
static void add_one(struct peers *t, unsigned char number, int where)
{
	struct peer *p = &t->peer[t->count++];
	struct peer_endpoint *e = &t->endpoint[t->endpoints];
	struct sockaddr_in *v4 = (struct sockaddr_in *)&e->addr;

	*p = (struct peer){.psk = PEER_NO_PSK, .endpoint = -1};
	memset(p->key, number, sizeof(p->key));
	p->net = (uint32_t)t->nets;
	p->nets = 1;
	t->net[t->nets++] = (struct peer_net){.family = AF_INET, .len = 32,
	    .bytes = {10, 64, 0, number}};
	if (!where)
		return;
	p->endpoint = (int16_t)t->endpoints++;
	/* To the broadcast address nobody may connect. */
	v4->sin_family = AF_INET;
	v4->sin_port = htons(9);
	v4->sin_addr.s_addr = htonl(where > 0 ? INADDR_LOOPBACK : INADDR_NONE);
	e->len = sizeof(*v4);
	if (where == -6)
		e->addr.ss_family = AF_INET6; /* of IPv4's length: no way */
}

/* A hundred and eighty, some without a route, the first among them. */
static void many(void **state)
{
	static const int where[] = {-4, 4, -6, 0};
	static struct handover h = {.present = true, .key = {8, 9, 64},
	    .number = 1};
	unsigned reached = 0;

	(void)state;
	memset(put, 0, sizeof(put));
	memset(woken, 0, sizeof(woken));
	assert_int_equal(peers_init(&h.peers, 180, 180, 0, 180), 0);
	for (unsigned char i = 10; i < 190; i++)
		add_one(&h.peers, i, i == 10 ? -4 : i % 50 == 49 ? -4 :
			where[1 + i % 3]);
	handed = &h;
	assert_int_equal(make(NULL), EXIT_YES);
	assert_null(strstr(did, "waits")); /* there is a list: number 1 */
	for (unsigned char i = 10; i < 190; i++) {
		bool can = i != 10 && i % 50 != 49 && where[1 + i % 3] == 4;

		assert_int_equal(put[i], 1);
		assert_int_equal(woken[i], can);
		reached += can;
	}
	assert_true(reached > 50);
	/* Who has no route keeps none of them waiting for long. */
	assert_true(early * 10 > reached * 9);
	memset(put, 0, sizeof(put));
	memset(woken, 0, sizeof(woken));
	deaf = true;
	assert_int_equal(make(NULL), EXIT_YES);
	assert_string_equal(name, "wg0");
	deaf = false;
	handed = NULL;
	peers_free(&h.peers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order), cmocka_unit_test(failures),
		cmocka_unit_test(goes_on), cmocka_unit_test(many),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
