/* SPDX-License-Identifier: BSD-2-Clause */
#include "netdns.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../net/resolv.h"
#include "../net/supervise.h"
#include "err.h"

#define RESOLVER_FILE "/etc/resolv.conf"

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
	if (!glob(RESOLV_DHCP_DIR "/resolv*", 0, NULL, &old)) {
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

bool netdns_leased(const char *interface)
{
	char path[RESOLV_PATH];

	return !access(resolv_path(AF_INET, interface, path), F_OK);
}

static void say(const struct resolv *list)
{
	char text[INET6_ADDRSTRLEN], all[RESOLV_MAX * sizeof(text)] = "";

	for (size_t i = 0; i < list->count; i++) {
		const struct addr *a = &list->server[i].addr;

		inet_ntop(a->family, a->bytes, text, sizeof(text));
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s",
			 i ? "," : "", text);
	}
	if (list->count)
		warn("name servers %s", all);
	else
		warn("no name server: URLs have to hold addresses");
}

static void add_lease(struct resolv *list, int family, const char *interface)
{
	struct addr found[RESOLV_MAX];
	char path[RESOLV_PATH];
	size_t n = resolv_read(resolv_path(family, interface, path), found,
			       RESOLV_MAX);

	for (size_t i = 0; i < n; i++)
		resolv_add(list, &found[i], interface);
}

void netdns_write(const struct netconf *conf, const char *interface,
		  const struct rdnss *ra)
{
	struct resolv list = {.count = 0};

	for (size_t i = 0; i < conf->ndns; i++)
		resolv_add(&list, &conf->dns[i], interface);
	if (!list.count && conf->mode == NET_DHCP) {
		add_lease(&list, AF_INET, interface);
		add_lease(&list, AF_INET6, interface);
		for (size_t i = 0; ra && i < ra->count; i++)
			resolv_add(&list, &ra->dns[i], interface);
	}
	if (resolv_write(RESOLV_CONF, &list))
		warn("write %s:", RESOLV_CONF);
	say(&list);
}
