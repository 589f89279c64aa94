/* SPDX-License-Identifier: BSD-2-Clause */
#include "words.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "err.h"

enum { WORD_MAX = 32 };

/* Ours that may be mistyped; "ip" is too short to guess at, see below. */
static const char *const ours[] = {
	"nameserver", "vlan", "bond", "upgrade", "wg.port", "wg.address",
	"wg.allow", "wg.peer", "wg.peers",
};

/* Whoever has such options says himself what is wrong with them. */
static const char *const others[] = {"wg.", "upgrade."};

/* All of dracut's own begin with the first. */
static const char *const prefixes[] = {"rd.", "net.ifname-policy"};

/* Of dracut, anaconda, systemd, PXELINUX and initramfs-tools. */
static const char *const foreign[] = {
	"ifname", "bridge", "team", "bootdev", "bootif", "ksdevice", "route",
	"gateway", "netmask", "ipaddr", "dns", "mtu", "hostname", "macaddr",
	"nfsaddrs", "ipv4", "ipv6", "ip4", "ip6", "ips", "pi", "ip_", "ip-",
	"netdev", "biosdevname", "systemd.hostname", "interface",
};

/* The same but for one letter added, left out or another, or two exchanged. */
static bool near(const char *a, const char *b)
{
	size_t n = 0, m = strlen(a), k = strlen(b);

	while (a[n] && a[n] == b[n])
		n++;
	if (m == k && !a[n])
		return true;
	if (m == k)
		return !strcmp(a + n + 1, b + n + 1) ||
		       (a[n] == b[n + 1] && b[n] == a[n + 1] &&
			!strcmp(a + n + 2, b + n + 2));
	if (m + 1 == k)
		return !strcmp(a + n, b + n + 1);
	return m == k + 1 && !strcmp(a + n + 1, b + n);
}

static bool begins(const char *word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strncmp(word, list[i], strlen(list[i])))
			return true;
	return false;
}

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

int words_check(const char *key)
{
	char word[WORD_MAX];
	bool known = false;
	size_t n = 0;

	if (begins(key, others, COUNT(others)) ||
	    !strcmp(key, "upgrade") || strlen(key) >= sizeof(word))
		return 0;
	for (; key[n]; n++)
		word[n] = (char)tolower((unsigned char)key[n]);
	word[n] = '\0';
	if (!strcmp(word, "ip") || begins(word, others, COUNT(others))) {
		warn("%s is ignored: options are written in small letters", key);
		return 1;
	}
	for (size_t i = 0; i < COUNT(ours); i++) {
		if (!near(word, ours[i]))
			continue;
		warn("%s is ignored: it is no option; is %s= meant?", key,
		     ours[i]);
		return 1;
	}
	for (size_t i = 0; i < COUNT(foreign); i++)
		known |= !strcmp(word, foreign[i]);
	if (!known && !begins(word, prefixes, COUNT(prefixes)))
		return 0;
	warn("%s is ignored: there is no such option here (ip=, nameserver=, "
	     "vlan= and bond= are for the network, init.8)", key);
	return 1;
}
