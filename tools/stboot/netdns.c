/* SPDX-License-Identifier: BSD-2-Clause */
#include "netdns.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../net/resolv.h"
#include "../net/supervise.h"
#include "err.h"
#include "readfile.h"

#define RESOLVER_FILE "/etc/resolv.conf"

/* The C library reads three. */
enum { SERVERS = 3, LEASE_MAX = 4096 };

static void make_folder(const char *path)
{
	if (mkdir(path, 0755) && errno != EEXIST)
		warn("create %s:", path);
}

void netdns_prepare(void)
{
	char target[sizeof(RESOLV_CONF)];
	glob_t old;

	make_folder(RESOLV_DHCP_DIR);
	/* The DHCP client's hook writes there, as its own user. */
	if (chown(RESOLV_DHCP_DIR, UID_DHCP, UID_DHCP))
		warn("change owner of %s:", RESOLV_DHCP_DIR);
	if (!glob(RESOLV_DHCP ".*", 0, NULL, &old)) {
		for (size_t i = 0; i < old.gl_pathc; i++)
			unlink(old.gl_pathv[i]);
		globfree(&old);
	}
	unlink(RESOLV_CONF);
	if (readlink(RESOLVER_FILE, target, sizeof(target)) ==
		(ssize_t)strlen(RESOLV_CONF) &&
	    !memcmp(target, RESOLV_CONF, strlen(RESOLV_CONF)))
		return;
	make_folder("/etc");
	if ((unlink(RESOLVER_FILE) && errno != ENOENT) ||
	    symlink(RESOLV_CONF, RESOLVER_FILE))
		warn("link %s to %s:", RESOLVER_FILE, RESOLV_CONF);
}

static const char *lease_file(const char *interface, char *path, size_t size)
{
	snprintf(path, size, "%s.%s", RESOLV_DHCP, interface);
	return path;
}

bool netdns_leased(const char *interface)
{
	char path[sizeof(RESOLV_DHCP) + IFNAMSIZ];

	return !access(lease_file(interface, path, sizeof(path)), F_OK);
}

/* The folder is another user's: what is no file of a sane size is not read. */
size_t netdns_read(const char *path, struct addr *dns, size_t max)
{
	static const char key[] = "nameserver ";
	unsigned char *text;
	char *line, *save;
	size_t n = 0, len;

	if (readfile_at(AT_FDCWD, path, LEASE_MAX, &text, &len))
		return 0;
	for (line = strtok_r((char *)text, "\n", &save); line && n < max;
	     line = strtok_r(NULL, "\n", &save)) {
		if (!strncmp(line, key, strlen(key)) &&
		    addr_parse(line + strlen(key), &dns[n]) &&
		    addr_is_host(&dns[n]))
			n++;
	}
	free(text);
	return n;
}

static void say(const struct addr *dns, size_t n)
{
	char text[INET6_ADDRSTRLEN], list[SERVERS * sizeof(text)] = "";

	for (size_t i = 0; i < n && i < SERVERS; i++) {
		inet_ntop(dns[i].family, dns[i].bytes, text, sizeof(text));
		snprintf(list + strlen(list), sizeof(list) - strlen(list),
			 "%s%s", i ? "," : "", text);
	}
	if (n)
		warn("name servers %s", list);
	else
		warn("no name server: URLs have to hold addresses");
}

void netdns_write(const struct netconf *conf, const char *interface,
		  const struct rdnss *ra)
{
	char path[sizeof(RESOLV_DHCP) + IFNAMSIZ];
	struct addr found[SERVERS];
	const struct addr *dns = conf->dns;
	size_t n = conf->ndns;

	if (n == 0 && conf->mode == NET_DHCP) {
		lease_file(interface, path, sizeof(path));
		n = netdns_read(path, found, SERVERS);
		for (size_t i = 0; ra && i < ra->count && n < SERVERS; i++)
			found[n++] = ra->dns[i];
		dns = found;
	}
	if (resolv_write(RESOLV_CONF, dns, n, interface))
		warn("write %s:", RESOLV_CONF);
	say(dns, n);
}
