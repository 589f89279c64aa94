/* SPDX-License-Identifier: BSD-2-Clause */
/* What ospkg_pointer means: hostconfig_file(), _urls() and _warnings() */
#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "hostconfig.h"
#include "url.h"

/* Is one of the parts between slashes ".."? */
static bool leads_up(const char *s)
{
	for (;;) {
		size_t n = strcspn(s, "/");

		if (n == 2 && !memcmp(s, "..", n))
			return true;
		if (s[n] == '\0')
			return false;
		s += n + 1;
	}
}

/* "http//h/x", "https;//h/x": a folder of the medium has another name. */
static bool is_scheme(const char *s, size_t len)
{
	if (len < 4 || strncasecmp(s, "http", 4))
		return false;
	s += 4;
	len -= 4;
	if (len > 0 && (*s == 's' || *s == 'S')) {
		s++;
		len--;
	}
	return strspn(s, ".;:,|") >= len;
}

static bool is_ip4(const char *s, size_t len)
{
	char text[INET_ADDRSTRLEN];
	unsigned char address[4];

	if (len >= sizeof(text))
		return false;
	memcpy(text, s, len);
	text[len] = '\0';
	return inet_pton(AF_INET, text, address) == 1;
}

/*
 * Not a file's name but what is left of a URL: "http:/x", "ftp:x", "host:80/x",
 * "user:password@host/x", "192.0.2.1/x". A MAC address as a name is none of these.
 */
static bool is_url_in_part(const char *s)
{
	size_t first = strcspn(s, "/");
	const char *at = memchr(s, '@', first), *colon = memchr(s, ':', first);
	size_t port;

	if (s[first] != '\0' && (is_scheme(s, first) || is_ip4(s, first)))
		return true;
	if (!colon || s[first] == '\0')
		return colon && at;
	port = strspn(colon + 1, "0123456789");
	return at || colon + 1 == s + first ||
	    (port > 0 && colon + 1 + port == s + first);
}

const char *hostconfig_file(const char *pointer, char name[HOSTCONFIG_FILE])
{
	const char *slash = strrchr(pointer, '/');
	const char *base = slash ? slash + 1 : pointer;
	const char *dot = strrchr(base, '.');
	size_t len = strlen(pointer);

	if (strstr(pointer, "://"))
		return "is a URL, and packages come with the boot medium: name "
		       "a file of its folder ospkg";
	if (is_url_in_part(pointer))
		return "is neither a URL nor a file of the boot medium: a URL "
		       "starts with http:// or https://";
	if (pointer[0] == '/' || leads_up(pointer))
		return "leads out of the folder ospkg of the boot medium";
	if (dot)
		len = (size_t)(dot - pointer);
	/* ".zip" is a suffix without a name, "sub/" a folder. */
	if (len == (size_t)(base - pointer))
		return "is not the name of a file";
	if (len >= HOSTCONFIG_FILE)
		return "is too long for the name of a file";
	memcpy(name, pointer, len);
	name[len] = '\0';
	return NULL;
}

size_t hostconfig_urls(const struct hostconfig *h, char *out,
    void (*tell)(void *arg, const char *text), void *arg)
{
	struct why why, text;
	size_t n = 0;

	if (!strstr(h->pointer, "://"))
		return 0;
	for (size_t i = 0; i < h->nurls; i++) {
		size_t len = strlen(h->url[i]);

		/* There is room: the URLs and their commas were in one file. */
		if (!url_absolute(h->url[i], len, out, URL_ESCAPED(len),
			&why)) {
			out += strlen(out) + 1;
			n++;
			continue;
		}
		why_set(&text, "ospkg_pointer: URL %zu of %zu %.200s", i + 1,
		    h->nurls, why.text);
		tell(arg, text.text);
	}
	return n;
}

void hostconfig_warnings(const struct hostconfig *h,
    void (*tell)(void *arg, const char *text), void *arg)
{
	const struct {
		const char *sign, *key;
		bool set;
	} old[] = {
		{ "$ID", "identity", h->identity },
		{ "$AUTH", "authentication", h->authentication },
	};
	struct why text;

	for (size_t i = 0; i < sizeof(old) / sizeof(old[0]); i++) {
		if (strstr(h->pointer, old[i].sign)) {
			why_set(&text, "ospkg_pointer has %s, in the place of "
				"which stboot before v0.3.5 put %s: now it is "
				"asked for as it is; write the value there",
			    old[i].sign, old[i].key);
			tell(arg, text.text);
		}
		if (old[i].set) {
			why_set(&text, "%s is dropped: nothing uses it since "
				"stboot v0.3.5", old[i].key);
			tell(arg, text.text);
		}
	}
}
