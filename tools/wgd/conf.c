/* SPDX-License-Identifier: BSD-2-Clause */
#include "conf.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "addr.h"

enum { VALUE_MAX = 1024 };

enum section { NOWHERE, INTERFACE, PEER };

struct reading {
	struct conf *conf;
	unsigned char *key; /* where PrivateKey goes; NULL: it is refused */
	enum section section;
	bool keyed; /* the peer has its public key */
};

static const char *take_number(const char *value, unsigned long max,
			       unsigned long *out)
{
	if (!strcasecmp(value, "off"))
		*out = 0;
	else if (!number_parse(value, max, out))
		return "is not a number, or out of range";
	return NULL;
}

static const char *take_mark(const char *value, uint32_t *out)
{
	unsigned long n;
	char *end;

	if (!strncasecmp(value, "0x", 2)) {
		n = strtoul(value, &end, 16);
		if (*end || !value[2] || strlen(value) > 10)
			return "is not a mark";
	} else if (take_number(value, UINT32_MAX, &n)) {
		return "is not a mark";
	}
	*out = (uint32_t)n;
	return NULL;
}

static bool take_key(const char *value, unsigned char *key)
{
	size_t n;

	return strlen(value) == 44 &&
	       !sodium_base642bin(key, PEER_KEY, value, 44, NULL, &n, NULL,
				  sodium_base64_VARIANT_ORIGINAL) &&
	       n == PEER_KEY && !sodium_is_zero(key, PEER_KEY);
}

/* ADDRESS:PORT or [ADDRESS]:PORT. */
static const char *take_endpoint(char *value, struct peer_endpoint *out)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&out->addr;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&out->addr;
	char *colon = strrchr(value, ':'), *end;
	unsigned long port;
	struct addr a;

	if (!colon || !number_parse(colon + 1, 65535, &port) || !port)
		return "is not ADDRESS:PORT";
	*colon = '\0';
	end = value + strlen(value) - 1;
	if (value[0] == '[' && end > value && *end == ']') {
		*end = '\0';
		value++;
	} else if (strchr(value, ':')) {
		return "needs [ ] around its IPv6 address";
	}
	if (!addr_parse(value, &a))
		return "has a name for an address: there is no name server yet "
		       "when it is read";
	if (a.family == AF_INET) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons((uint16_t)port);
		memcpy(&v4->sin_addr, a.bytes, 4);
		out->len = sizeof(*v4);
	} else {
		v6->sin6_family = AF_INET6;
		v6->sin6_port = htons((uint16_t)port);
		memcpy(&v6->sin6_addr, a.bytes, 16);
		out->len = sizeof(*v6);
	}
	return NULL;
}

/* any: of an interface as it is, whatever once was right. */
static const char *take_net(const char *value, bool any, struct peers *t,
			    struct peer *p)
{
	const char *wrong;
	struct prefix x;

	if (p->nets == PEER_NETS)
		return "has more than 16 networks";
	if (*value == '+' || *value == '-')
		return "has + or - before a network, by which wg(8) changes a "
		       "running interface: write the networks alone";
	if (!prefix_parse(value, &x))
		return "is not a list of ADDRESS/LENGTH";
	/* Bits behind the length do not count, as in wg(8). */
	wrong = peer_net_take(&x, &t->net[t->nets]);
	if (wrong && !any)
		return wrong;
	if (p->nets == 0)
		p->net = (uint32_t)t->nets;
	t->nets++;
	p->nets++;
	return NULL;
}

static const char *take_nets(char *value, bool any, struct peers *t,
			     struct peer *p)
{
	const char *wrong = NULL;
	char *word;

	while (!wrong && (word = strsep(&value, ", \t")))
		if (*word)
			wrong = take_net(word, any, t, p);
	return wrong;
}

/*
 * What wg-quick(8) reads, and wg(8) does not; and what takes its place here. Each is
 * a whole message.
 */
static const char *of_wg_quick(const char *key)
{
	static const char *const keys[][2] = {
	    {"Address", "has Address, which is wg-quick's: here the command "
			"line's wg.address= says it"},
	    {"DNS", "has DNS, which is wg-quick's, for a client: the server's "
		    "own are the command line's nameserver="},
	    {"MTU", "has MTU, which is wg-quick's: here it follows that of the "
		    "uplinks"},
	    {"Table", "has Table, which is wg-quick's: the routes are those of "
		      "AllowedIPs"},
	    {"PreUp", "has PreUp, which is wg-quick's: nothing runs commands "
		      "here"},
	    {"PostUp", "has PostUp, which is wg-quick's: nothing runs commands "
		       "here; rules are in /etc/iptables"},
	    {"PreDown", "has PreDown, which is wg-quick's: nothing runs "
			"commands here"},
	    {"PostDown", "has PostDown, which is wg-quick's: nothing runs "
			 "commands here"},
	    {"SaveConfig", "has SaveConfig, which is wg-quick's: nothing is "
			   "ever written here"},
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!strcasecmp(key, keys[i][0]))
			return keys[i][1];
	return NULL;
}

static const char *in_interface(struct reading *r, const char *key,
				const char *value)
{
	struct conf *c = r->conf;
	const char *wrong;
	unsigned long n;

	if (!strcasecmp(key, "PrivateKey") && r->key)
		return take_key(value, r->key) ? NULL :
		    "is not 32 bytes in base64";
	if (!strcasecmp(key, "PrivateKey"))
		return "is refused: this file is part of an OS package, which "
		       "anyone may download; the key is made at boot";
	if (!strcasecmp(key, "FwMark"))
		return take_mark(value, &c->fwmark);
	wrong = of_wg_quick(key);
	if (wrong)
		return wrong;
	if (strcasecmp(key, "ListenPort"))
		return "is unknown: [Interface] has ListenPort and FwMark";
	wrong = take_number(value, 65535, &n);
	if (!wrong)
		c->port = (int)n;
	return wrong;
}

static const char *in_peer(struct reading *r, const char *key, char *value)
{
	struct peers *t = &r->conf->peers;
	struct peer *p = &t->peer[t->count - 1];
	unsigned long n;
	const char *wrong;

	if (!strcasecmp(key, "AllowedIPs"))
		return take_nets(value, r->key, t, p);
	if (!strcasecmp(key, "PublicKey")) {
		r->keyed = take_key(value, p->key);
		return r->keyed ? NULL : "is not 32 bytes in base64";
	}
	if (!strcasecmp(key, "PresharedKey")) {
		if (!take_key(value, t->psk[t->psks]))
			return "is not 32 bytes in base64";
		p->psk = (uint32_t)t->psks++;
		return NULL;
	}
	if (!strcasecmp(key, "Endpoint")) {
		if (t->endpoints == INT16_MAX)
			return "is one too many";
		p->endpoint = (int16_t)t->endpoints;
		return take_endpoint(value, &t->endpoint[t->endpoints++]);
	}
	wrong = of_wg_quick(key);
	if (wrong)
		return wrong;
	if (strcasecmp(key, "PersistentKeepalive"))
		return "is unknown: [Peer] has PublicKey, PresharedKey, "
		       "AllowedIPs, Endpoint and PersistentKeepalive";
	wrong = take_number(value, 65535, &n);
	if (!wrong)
		p->keepalive = (uint16_t)n;
	return wrong;
}

/* The peer before is over. */
static const char *end_section(const struct reading *r)
{
	const struct peers *t = &r->conf->peers;

	if (r->section != PEER)
		return NULL;
	if (!r->keyed)
		return "ends a peer without PublicKey";
	/* An interface as it is may have such a peer. */
	return t->peer[t->count - 1].nets || r->key ? NULL :
	    "ends a peer without AllowedIPs, which wg(8) takes: nothing could "
	    "be sent to it";
}

static const char *take_section(struct reading *r, const char *name)
{
	struct peers *t = &r->conf->peers;
	const char *wrong = end_section(r);

	if (wrong)
		return wrong;
	r->keyed = false;
	if (!strcasecmp(name, "[Interface]")) {
		r->section = INTERFACE;
		return NULL;
	}
	if (strcasecmp(name, "[Peer]"))
		return "is neither [Interface] nor [Peer]";
	r->section = PEER;
	t->peer[t->count++] =
	    (struct peer){.psk = PEER_NO_PSK, .endpoint = -1};
	return NULL;
}

/* Cut blanks off both ends. */
static char *strip(char *s)
{
	size_t n;

	s += strspn(s, " \t\r");
	for (n = strlen(s); n > 0 && strchr(" \t\r", s[n - 1]); n--)
		;
	s[n] = '\0';
	return s;
}

/* What editors and web pages leave, in UTF-8: U+FEFF and U+00A0. */
#define BOM "\xef\xbb\xbf"
#define NO_BREAK "\xc2\xa0"

/* Without its comment. */
static const char *take_line(struct reading *r, char *line)
{
	char *value;

	line = strip(line);
	if (!*line)
		return NULL;
	if (strstr(line, BOM))
		return "has a byte order mark (BOM), which nobody sees: save "
		       "the file as UTF-8 without it";
	if (strstr(line, NO_BREAK))
		return "has a no-break space, which looks like a blank: write "
		       "a blank";
	if (*line == '[')
		return take_section(r, line);
	value = strchr(line, '=');
	if (!value)
		return "is not NAME = VALUE";
	*value++ = '\0';
	line = strip(line);
	value = strip(value);
	if (r->section == INTERFACE)
		return in_interface(r, line, value);
	return r->section == PEER ? in_peer(r, line, value) :
	    "stands before the first section";
}

static int by_key(const void *a, const void *b)
{
	const struct peer *p = a, *q = b;

	return memcmp(p->key, q->key, PEER_KEY);
}

/* The table as a whole. */
static const char *finish_table(struct peers *t)
{
	bool oom;

	qsort(t->peer, t->count, sizeof(*t->peer), by_key);
	for (size_t i = 1; i < t->count; i++)
		if (!by_key(&t->peer[i - 1], &t->peer[i]))
			return "ends a file in which two peers have one key";
	if (peers_twice(t, &oom))
		return "ends a file in which two peers have one network";
	return oom ? "was the last: no memory" : NULL;
}

/* How many lines have that first letter: as many as such a setting, or more. */
static size_t count_lines(const char *text, size_t len, char first)
{
	bool begin = true;
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (begin && !strchr(" \t\r", c)) {
			n += (c | 0x20) == (first | 0x20);
			begin = false;
		}
		if (c == '\n')
			begin = true;
	}
	return n;
}

static int make_room(const char *text, size_t len, struct peers *t)
{
	size_t words = 1;

	for (size_t i = 0; i < len; i++)
		words += text[i] == ',' || text[i] == ' ' || text[i] == '\n' ||
			 text[i] == '\t';
	return peers_init(t, count_lines(text, len, '['), words,
			  count_lines(text, len, 'p'),
			  count_lines(text, len, 'e'));
}

int conf_parse(const char *text, size_t len, struct conf *out,
	       unsigned char *key, char *why, size_t size)
{
	struct reading r = {.conf = out, .key = key};
	const char *end = text + len, *lf, *wrong = NULL;
	unsigned long number = 0;
	char line[VALUE_MAX];

	memset(out, 0, sizeof(*out));
	if (make_room(text, len, &out->peers)) {
		snprintf(why, size, "no memory");
		return -1;
	}
	for (; text < end && !wrong; text = lf + 1) {
		const char *hash;
		size_t n;

		lf = memchr(text, '\n', (size_t)(end - text));
		if (!lf)
			lf = end;
		number++;
		if (memchr(text, '\0', (size_t)(lf - text))) {
			wrong = "is no text: a byte of it is zero";
			break;
		}
		/* A comment may be of any length. */
		hash = memchr(text, '#', (size_t)(lf - text));
		n = (size_t)((hash ? hash : lf) - text);
		if (n >= sizeof(line)) {
			wrong = "is longer than 1023 bytes";
			break;
		}
		memcpy(line, text, n);
		line[n] = '\0';
		wrong = take_line(&r, line);
	}
	sodium_memzero(line, sizeof(line));
	if (!wrong)
		wrong = end_section(&r);
	if (!wrong)
		wrong = finish_table(&out->peers);
	if (wrong)
		snprintf(why, size, "line %lu %s", number, wrong);
	return wrong ? -1 : 0;
}
