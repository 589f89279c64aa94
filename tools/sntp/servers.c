/* SPDX-License-Identifier: BSD-2-Clause */
#include "servers.h"

#include <stdint.h>
#include <string.h>

#include "cmdline.h"
#include "num.h"

#define PORT "123"

static int fault(struct why *why, const char *server, const char *what)
{
	why_set(why, "ntp=: %.80s %s", server, what);
	return -1;
}

/* Split HOST, HOST:PORT, [ADDRESS] or [ADDRESS]:PORT; an address has colons. */
static int parse(const char *text, struct server *s, struct why *why)
{
	const char *host = text, *port = NULL, *end = strrchr(text, ':');
	uint64_t number;
	size_t n = strlen(text);

	if (text[0] == '[') {
		host = text + 1;
		n = strcspn(host, "]");
		if (!host[n])
			return fault(why, text, "has no ]");
		port = host[n + 1] == ':' ? host + n + 2 : NULL;
		if (!port && host[n + 1])
			return fault(why, text, "has something else than :PORT "
					   "behind its ]");
	} else if (end && strchr(text, ':') == end) {
		n = (size_t)(end - text);
		port = end + 1;
	}
	if (n == 0 || n >= sizeof(s->host))
		return fault(why, text, "has no host, or one that is too long");
	if (!port)
		port = PORT;
	if (num_decimal(port, 65535, &number) || number == 0)
		return fault(why, text, "has a port that is none");
	memcpy(s->host, host, n);
	s->host[n] = '\0';
	strcpy(s->port, port);
	if (s->host[strspn(s->host, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:%_")])
		return fault(why, text, "is no name and no address");
	return 0;
}

int servers_parse(const char *cmdline, struct server out[SERVERS_MAX],
    struct why *why)
{
	char value[CMDLINE_MAX], *rest = value, *one;
	int n = 0;

	if (!cmdline_find(cmdline, "ntp", CMDLINE_LAST, value, sizeof(value)))
		return 0;
	while ((one = strsep(&rest, ","))) {
		if (!*one)
			continue;
		if (n == SERVERS_MAX) {
			why_set(why, "ntp= has more than %d servers",
			    SERVERS_MAX);
			return -1;
		}
		if (parse(one, &out[n], why))
			return -1;
		n++;
	}
	if (n == 0) {
		why_set(why, "ntp= needs a server");
		return -1;
	}
	return n;
}
