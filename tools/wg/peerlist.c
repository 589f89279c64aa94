/* SPDX-License-Identifier: BSD-2-Clause */
#include "peerlist.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../st/base64.h"
#include "addr.h"
#include "num.h"

enum {
	KEY_TEXT = 44,	      /* a key in base64 */
	NET_TEXT = 64,	      /* the longest network, and its NUL */
	LINE_PSK = 2 + KEY_TEXT + 1, /* where "+ KEY " ends */
};

/* The lines, one at a time. */
struct reader {
	const char *next, *end;
	const char *line; /* the one read last, without LF */
	size_t len;
	unsigned long number;
	struct why *why;
};

static bool read_line(struct reader *r)
{
	const char *lf;

	if (r->next == r->end)
		return false;
	lf = memchr(r->next, '\n', (size_t)(r->end - r->next));
	if (!lf)
		lf = r->end; /* a note's text always ends in LF */
	r->line = r->next;
	r->len = (size_t)(lf - r->next);
	r->next = lf == r->end ? lf : lf + 1;
	r->number++;
	return true;
}

static int bad(struct reader *r, const char *what)
{
	why_set(r->why, "line %lu %s", r->number, what);
	return -1;
}

static int no_memory(struct why *why)
{
	why_set(why, "no memory for its peers");
	return -2;
}

/* The rest of the line if it starts so; else NULL. *len is of the rest. */
static const char *behind(const struct reader *r, const char *word, size_t *len)
{
	size_t n = strlen(word);

	if (r->len < n || memcmp(r->line, word, n))
		return NULL;
	*len = r->len - n;
	return r->line + n;
}

static bool number(const char *s, size_t len, uint64_t max, uint64_t *out)
{
	char copy[24];

	if (len >= sizeof(copy) || memchr(s, '\0', len))
		return false;
	memcpy(copy, s, len);
	copy[len] = '\0';
	return !num_decimal(copy, max, out);
}

int64_t peerlist_time(const char *text, size_t len)
{
	char copy[21], again[21];
	struct tm tm = {0};
	time_t t;

	if (len != sizeof(copy) - 1)
		return -1;
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (!strptime(copy, "%Y-%m-%dT%H:%M:%SZ", &tm))
		return -1;
	t = timegm(&tm);
	/* Neither the 31st of June nor a second spelling. */
	if (t <= 0 || !gmtime_r(&t, &tm) ||
	    !strftime(again, sizeof(again), "%Y-%m-%dT%H:%M:%SZ", &tm) ||
	    strcmp(copy, again))
		return -1;
	return t;
}

/* A public key; the other kind is read in constant time. */
static bool take_public(const char *s, unsigned char *key)
{
	static const unsigned char zero[PEER_KEY];

	return base64_decode_into(s, KEY_TEXT, key, PEER_KEY) == PEER_KEY &&
	       memcmp(key, zero, PEER_KEY);
}

static bool take_secret(const char *s, unsigned char *key)
{
	size_t n;

	return !sodium_base642bin(key, PEER_KEY, s, KEY_TEXT, NULL, &n, NULL,
				  sodium_base64_VARIANT_ORIGINAL) &&
	       n == PEER_KEY && !sodium_is_zero(key, PEER_KEY);
}

/* One network of a list with commas. */
static const char *take_net(const char *s, size_t len, struct peer_net *out)
{
	char copy[NET_TEXT];
	struct prefix p;

	if (len >= sizeof(copy) || memchr(s, '\0', len))
		return "has a network that is none";
	memcpy(copy, s, len);
	copy[len] = '\0';
	if (!strchr(copy, '/') || !prefix_parse(copy, &p))
		return "has a network that is not ADDRESS/LENGTH";
	if (!prefix_is_network(&p))
		return "has a network with bits behind its length";
	return peer_net_take(&p, out);
}

static const char *take_nets(const char *s, const char *end, struct peers *t,
			     struct peer *p)
{
	const char *comma, *wrong;

	p->net = (uint32_t)t->nets;
	for (;; s = comma + 1) {
		comma = memchr(s, ',', (size_t)(end - s));
		if (p->nets == PEER_NETS)
			return "has more than 16 networks";
		wrong = take_net(s, (size_t)((comma ? comma : end) - s),
				 &t->net[t->nets]);
		if (wrong)
			return wrong;
		t->nets++;
		p->nets++;
		if (!comma)
			return NULL;
	}
}

/* "+ KEY PSK NETWORK,...": PSK is a key or "-". */
static const char *take_peer(const struct reader *r, struct peers *t)
{
	struct peer *p = &t->peer[t->count];
	const char *s = r->line + LINE_PSK, *end = r->line + r->len;
	const char *wrong;

	*p = (struct peer){.psk = PEER_NO_PSK, .endpoint = -1};
	if (r->len < LINE_PSK + 2 || s[-1] != ' ' ||
	    !take_public(r->line + 2, p->key))
		return "is not \"+ KEY PSK NETWORK,...\"";
	if (s[0] == '-') {
		s++;
	} else {
		if (end - s < KEY_TEXT || !take_secret(s, t->psk[t->psks]))
			return "has a preshared key that is neither 32 bytes "
			       "in base64 nor \"-\"";
		p->psk = (uint32_t)t->psks++;
		s += KEY_TEXT;
	}
	if (s == end || *s++ != ' ')
		return "is not \"+ KEY PSK NETWORK,...\"";
	wrong = take_nets(s, end, t, p);
	if (!wrong)
		t->count++;
	return wrong;
}

/* The lines of peers, all in the order of their keys. */
static int take_peers(struct reader *r, struct peerlist *out)
{
	const unsigned char *last = NULL, *key;
	const char *wrong = NULL;

	do {
		if (r->len > 2 && !memcmp(r->line, "+ ", 2)) {
			wrong = take_peer(r, &out->peers);
			key = out->peers.peer[out->peers.count - !wrong].key;
		} else if (out->since && r->len == 2 + KEY_TEXT &&
			   !memcmp(r->line, "- ", 2)) {
			key = out->gone[out->gones];
			if (!take_public(r->line + 2, out->gone[out->gones++]))
				wrong = "is not \"- KEY\"";
		} else {
			return bad(r, out->since ?
				   "is neither \"+ KEY ...\" nor \"- KEY\"" :
				   "is not \"+ KEY PSK NETWORK,...\"");
		}
		if (wrong)
			return bad(r, wrong);
		if (last && memcmp(last, key, PEER_KEY) >= 0)
			return bad(r, "is out of order: keys ascend, each once");
		last = key;
	} while (read_line(r));
	return 0;
}

/* Room for what follows: counted, so that nothing ever has to grow. */
static int make_room(const struct reader *r, struct peerlist *out)
{
	size_t plus = 0, minus = 0, nets = 0, psks = 0;
	struct reader c = *r;

	do {
		if (c.len > LINE_PSK && c.line[0] == '+') {
			plus++;
			nets++;
			psks += c.line[LINE_PSK] != '-';
			for (size_t i = LINE_PSK; i < c.len; i++)
				nets += c.line[i] == ',';
		}
		minus += c.len > 0 && c.line[0] == '-';
	} while (read_line(&c));
	if (plus > PEERS_MAX || minus > PEERS_MAX) {
		why_set(r->why, "has more than %d peers", PEERS_MAX);
		return -1;
	}
	out->gone = calloc(minus + 1, sizeof(*out->gone));
	if (!out->gone || peers_init(&out->peers, plus, nets, psks, 0))
		return no_memory(r->why);
	return 0;
}

static int take_first(struct reader *r, struct peerlist *out)
{
	const char *s;
	size_t len;

	s = read_line(r) ? behind(r, PEERLIST_MAGIC " ", &len) : NULL;
	if (!s || len == 0 || len >= sizeof(out->realm) ||
	    memchr(s, ' ', len) || memchr(s, '\0', len))
		return bad(r, "is not \"" PEERLIST_MAGIC " REALM\"");
	memcpy(out->realm, s, len);
	s = read_line(r) ? behind(r, "number ", &len) : NULL;
	if (!s || !number(s, len, INT64_MAX, &out->number) || !out->number)
		return bad(r, "is not \"number N\"");
	if (!read_line(r))
		return bad(r, "is the last: \"full\" or \"since N\" is missing");
	if (r->len == 4 && !memcmp(r->line, "full", 4))
		return 0;
	s = behind(r, "since ", &len);
	if (!s || !number(s, len, out->number - 1, &out->since) || !out->since)
		return bad(r, "is neither \"full\" nor \"since N\" with a "
			      "smaller number");
	return 0;
}

/* What may stand before the peers. *more: the line read last is theirs. */
static int take_options(struct reader *r, struct peerlist *out, bool *more)
{
	uint64_t percent;
	const char *s;
	size_t len;

	*more = read_line(r);
	if (*more && (s = behind(r, "valid-until ", &len))) {
		out->valid_until = peerlist_time(s, len);
		if (out->valid_until < 0)
			return bad(r, "is not \"valid-until "
				      "YYYY-MM-DDTHH:MM:SSZ\"");
		*more = read_line(r);
	}
	if (*more && (s = behind(r, "may-shrink ", &len))) {
		if (!number(s, len, 100, &percent) || !percent)
			return bad(r, "is not \"may-shrink PERCENT\", 1 to 100");
		out->may_shrink = (unsigned int)percent;
		*more = read_line(r);
	}
	return 0;
}

int peerlist_parse(const char *text, size_t len, struct peerlist *out,
		   struct why *why)
{
	struct reader r = {.next = text, .end = text + len, .why = why};
	bool more;
	int result;

	memset(out, 0, sizeof(*out));
	if (len > PEERLIST_MAX) {
		why_set(why, "is longer than %d bytes", PEERLIST_MAX);
		return -1;
	}
	if (take_first(&r, out) || take_options(&r, out, &more))
		return -1;
	if (!more) /* no peer at all */
		r.len = 0;
	result = make_room(&r, out);
	if (result || !more)
		return result;
	return take_peers(&r, out);
}

void peerlist_free(struct peerlist *out)
{
	peers_free(&out->peers);
	free(out->gone);
	memset(out, 0, sizeof(*out));
}

/* Old peers and a delta, both in order, into out. */
static int merge(const struct peers *old, const struct peerlist *list,
		 struct peers *out, struct why *why)
{
	const struct peers *add = &list->peers;
	size_t i = 0, k = 0, g = 0;

	while (i < old->count || k < add->count) {
		const struct peer *p = i < old->count ? old->peer + i : NULL;
		const struct peer *q = k < add->count ? add->peer + k : NULL;
		int order = !p ? 1 : !q ? -1 :
			    memcmp(p->key, q->key, PEER_KEY);

		if (order < 0 && g < list->gones &&
		    !memcmp(list->gone[g], p->key, PEER_KEY)) {
			g++;
			i++;
			continue;
		}
		if (order < 0)
			peers_append(out, old, p);
		else
			peers_append(out, add, q);
		i += order <= 0;
		k += order >= 0;
	}
	if (g == list->gones)
		return 0;
	why_set(why, "removes a peer that is not there");
	return -1;
}

int peerlist_apply(const struct peers *old, const struct peerlist *list,
		   struct peers *out, struct why *why)
{
	static const struct peers none;
	const struct peers *add = &list->peers;
	const struct peer_net *twice;
	char text[PREFIX_TEXT];
	bool oom;

	if (!list->since)
		old = &none;
	if (peers_init(out, old->count + add->count, old->nets + add->nets,
		       old->psks + add->psks, old->endpoints))
		return no_memory(why);
	if (merge(old, list, out, why))
		return -1;
	if (out->count > PEERS_MAX) {
		why_set(why, "makes more than %d peers", PEERS_MAX);
		return -1;
	}
	twice = peers_twice(out, &oom);
	if (oom)
		return no_memory(why);
	if (!twice)
		return 0;
	why_set(why, "gives %s to two peers", peer_net_text(twice, text));
	return -1;
}
