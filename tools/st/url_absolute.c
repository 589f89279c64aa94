/* SPDX-License-Identifier: BSD-2-Clause */
/* URLs as people configure them: url_absolute() and url_list_next() */
#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "url.h"

#define ALPHA "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGIT "0123456789"
#define HEX DIGIT "abcdefABCDEF"

enum { PORT_MAX = 65535 };

/* Some of the text, without NUL. */
struct part {
	const char *s;
	size_t len;
};

/* Where the URL is written; too long is seen at the end. */
struct out {
	char *text;
	size_t size, at;
};

static void put(struct out *o, char c)
{
	if (o->at < o->size)
		o->text[o->at] = c;
	o->at++;
}

static void put_escaped(struct out *o, char c)
{
	static const char digits[] = "0123456789ABCDEF";

	put(o, '%');
	put(o, digits[(unsigned char)c >> 4]);
	put(o, digits[(unsigned char)c & 15]);
}

/* Characters that are not in keep become %XX. */
static void put_part(struct out *o, struct part p, const char *keep)
{
	for (size_t i = 0; i < p.len; i++) {
		if (p.s[i] != '\0' && strchr(keep, p.s[i]))
			put(o, p.s[i]);
		else
			put_escaped(o, p.s[i]);
	}
}

static size_t find(struct part p, const char *any)
{
	size_t i;

	for (i = 0; i < p.len; i++)
		if (p.s[i] != '\0' && strchr(any, p.s[i]))
			break;
	return i;
}

static bool only(struct part p, const char *these)
{
	for (size_t i = 0; i < p.len; i++)
		if (p.s[i] == '\0' || !strchr(these, p.s[i]))
			return false;
	return true;
}

/* Take the first n characters off. */
static struct part cut(struct part *p, size_t n)
{
	struct part head = {p->s, n};

	p->s += n;
	p->len -= n;
	return head;
}

static int refuse(struct why *why, const char *text)
{
	why_set(why, "%s", text);
	return -1;
}

static bool escapes_ok(struct part p)
{
	for (size_t i = 0; i < p.len; i++)
		if (p.s[i] == '%' && (p.len - i < 3 ||
			!only((struct part){p.s + i + 1, 2}, HEX)))
			return false;
	return true;
}

/* "http://" or "https://"; the reason never has the text: it may be a password. */
static int cut_scheme(struct part *p, struct out *o, struct why *why)
{
	static const char *const ours[] = {"http", "https"};
	size_t n = find(*p, ":/?#@");
	bool named = n < p->len && p->s[n] == ':' && n > 0 &&
	    only((struct part){p->s, n}, ALPHA DIGIT "+.-");
	bool slash = named && n + 1 < p->len && p->s[n + 1] == '/';
	bool slashes = slash && n + 2 < p->len && p->s[n + 2] == '/';

	for (size_t i = 0; named && i < 2; i++) {
		if (n != strlen(ours[i]) || strncasecmp(p->s, ours[i], n))
			continue;
		if (!slashes)
			return refuse(why, "has not two slashes after its "
			    "scheme: write http://HOST/ or https://HOST/");
		for (const char *s = ours[i]; *s; s++)
			put(o, *s);
		cut(p, n + 3);
		return 0;
	}
	/* "host:80/x" is no scheme, nor is "user:password@host". */
	if (slashes || (slash && find(*p, "@") == p->len)) {
		why_set(why, "has the scheme %.*s, and only http and https can "
			"be fetched", (int)(n < 32 ? n : 32), p->s);
		return -1;
	}
	return refuse(why, "has no scheme: write http:// or https:// before it");
}

/*
 * As Go's net/url has it, with which other boot loaders read the same text: the
 * last '@' ends it, and is the only character to escape; libcurl takes the first.
 */
static int put_user(struct out *o, struct part user, struct why *why)
{
	if (!escapes_ok(user))
		return refuse(why, "has a % in its user or password: write %25");
	if (!only(user, ALPHA DIGIT "-._:~!$&'()*+,;=%@"))
		return refuse(why, "has a character in its user or password that "
		    "must be written as %XX, its number in hexadecimal");
	put_part(o, user, ALPHA DIGIT "-._:~!$&'()*+,;=%");
	put(o, '@');
	return 0;
}

static bool ip6_ok(struct part host)
{
	struct part zone = host;
	char text[INET6_ADDRSTRLEN];
	unsigned char address[16];
	struct part ip = cut(&zone, find(host, "%"));

	if (ip.len >= sizeof(text) || (zone.len > 0 &&
		(zone.len < 2 || !only(zone, ALPHA DIGIT "-._~%"))))
		return false;
	memcpy(text, ip.s, ip.len);
	text[ip.len] = '\0';
	return inet_pton(AF_INET6, text, address) == 1;
}

static int check_port(struct part port, struct why *why)
{
	unsigned long n = 0;
	bool bad = !only(port, DIGIT);

	for (size_t i = 0; !bad && i < port.len; i++) {
		n = n * 10 + (unsigned long)(port.s[i] - '0');
		bad = n > PORT_MAX;
	}
	if (!bad && (n > 0 || port.len == 0))
		return 0;
	if (!bad)
		return refuse(why, "has the port 0, which no server has");
	return refuse(why, "has a port that is no number up to 65535 (is it a "
	    "password with / ? # or a comma? %2F %3F %23 %2C)");
}

static int put_host(struct out *o, struct part p, struct why *why)
{
	bool brackets = p.len > 0 && p.s[0] == '[';
	struct part whole = p;
	struct part host = cut(&p, brackets ? find(p, "]") : find(p, ":"));

	if (brackets) {
		if (p.len == 0 ||
		    !ip6_ok((struct part){host.s + 1, host.len - 1}))
			return refuse(why, "has no IPv6 address between [ and ]");
		cut(&p, 1);
		if (p.len > 0 && p.s[0] != ':')
			return refuse(why, "has more than a port after the ]");
	} else if (host.len == 0) {
		return refuse(why, "has no host");
	} else if (!only(host, ALPHA DIGIT "-._")) {
		return refuse(why, "has a character that no host's name has");
	}
	if (p.len > 0 && check_port((struct part){p.s + 1, p.len - 1}, why))
		return -1;
	/* "host:" is "host". */
	whole.len -= p.len == 1;
	for (size_t i = 0; i < whole.len; i++)
		put(o, whole.s[i]);
	return 0;
}

/* Another URL behind a blank or semicolon, where a comma was meant. */
static bool has_another(struct part p)
{
	for (size_t i = 0; i < p.len; i++) {
		struct part rest = {p.s + i + 1, p.len - i - 1};
		size_t n = find(rest, ":/?# ;");

		if ((p.s[i] == ' ' || p.s[i] == ';') && n > 0 &&
		    rest.len - n >= 3 && !memcmp(rest.s + n, "://", 3))
			return true;
	}
	return false;
}

static int put_all(struct out *o, struct part p, struct why *why)
{
	struct part authority, path, query;
	size_t user;

	if (cut_scheme(&p, o, why))
		return -1;
	put(o, ':');
	put(o, '/');
	put(o, '/');
	authority = cut(&p, find(p, "/?#"));
	for (user = authority.len; user > 0 && authority.s[user - 1] != '@';)
		user--;
	if (user > 0 && put_user(o, (struct part){authority.s, user - 1}, why))
		return -1;
	cut(&authority, user);
	/* A password with a bare slash looks like host, port and path. */
	if (put_host(o, authority, why))
		return -1;
	if (has_another(p))
		return refuse(why, "has another URL in its path: commas separate "
				   "URLs");
	path = cut(&p, find(p, "?#"));
	if (!escapes_ok(path))
		return refuse(why, "has a % without two hexadecimal digits in "
				   "its path: write %25");
	put_part(o, path, ALPHA DIGIT "-._~:/[]@!$&'()*+,;=%");
	/* What follows '#' is not sent. */
	query = cut(&p, find(p, "#"));
	put_part(o, query, ALPHA DIGIT "-._~:/?[]@!$&'()*+,;=%");
	return 0;
}

int url_absolute(const char *s, size_t len, char *out, size_t size,
    struct why *why)
{
	struct part p = {s, len};
	struct out o = {out, size, 0};

	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
			return refuse(why, "has a control character");
	if (put_all(&o, p, why))
		return -1;
	put(&o, '\0');
	if (o.at <= size)
		return 0;
	return refuse(why, "is too long");
}

const char *url_list_next(const char **list, size_t *len)
{
	const char *s = *list;

	if (!s)
		return NULL;
	*len = strcspn(s, ",");
	*list = s[*len] == ',' ? s + *len + 1 : NULL;
	while (*len > 0 && s[0] == ' ') {
		s++;
		(*len)--;
	}
	while (*len > 0 && s[*len - 1] == ' ')
		(*len)--;
	return s;
}
