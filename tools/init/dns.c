/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../net/rdnss.h"
#include "../net/resolv.h"
#include "err.h"

enum {
	SOURCES = 3 * UPLINKS_MAX, /* DHCP, DHCPv6 and routers of each */
	AGAIN = 5000,		   /* ms after an error */
};

/* What one of them says on one uplink. */
struct source {
	struct addr dns[RESOLV_MAX];
	size_t count;
	const char *interface;
};

static struct resolv given, written;
static struct rdnss routers[RDNSS_ROUTERS];
static int watch = -1;
static bool started, stale = true; /* what is written may not be what is right */
static int64_t due = CLOCK_NEVER;  /* when it will not be */

/* The interfaces of which there may be something to be forgotten. */
static struct known {
	int index;
	char name[IFNAMSIZ];
} known[UPLINKS_MAX];

bool dns_add(const struct addr *a)
{
	size_t before = given.count;

	resolv_add(&given, a, "");
	return given.count > before || before < RESOLV_MAX;
}

void dns_start(void)
{
	if (mkdir(RESOLV_DHCP_DIR, 0755) && errno != EEXIST)
		warn("create %s:", RESOLV_DHCP_DIR);
	if (chown(RESOLV_DHCP_DIR, UID_DHCP, UID_DHCP))
		warn("change owner of %s:", RESOLV_DHCP_DIR);
	watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (watch < 0 || inotify_add_watch(watch, RESOLV_DHCP_DIR,
					   IN_MOVED_TO | IN_DELETE) < 0)
		warn("watch %s:", RESOLV_DHCP_DIR);
	started = true;
}

int dns_fd(void)
{
	return watch;
}

void dns_events(void)
{
	char buffer[1024];

	/* Once: who writes without end is not to hold process 1. */
	if (read(watch, buffer, sizeof(buffer)) > 0)
		stale = true;
}

void dns_router(const unsigned char *p, size_t len)
{
	rdnss_read(routers, p, len, clock_now());
	stale = true;
}

static void forget(struct known *k)
{
	char path[RESOLV_PATH];

	rdnss_forget(routers, k->index);
	unlink(resolv_path(AF_INET, k->name, path));
	unlink(resolv_path(AF_INET6, k->name, path));
	memset(k, 0, sizeof(*k));
	stale = true;
}

static bool uses(const struct uplink *all, size_t n, int index)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].index == index)
			return true;
	return false;
}

/* Which uplinks are in use now, and which are no more. */
static void compare(const struct uplink *all, size_t n)
{
	for (size_t i = 0; i < n && i < UPLINKS_MAX; i++) {
		struct known *k = &known[i];

		if (k->index == all[i].index)
			continue;
		if (k->index && !uses(all, n, k->index))
			forget(k);
		k->index = all[i].index;
		memcpy(k->name, all[i].name, IFNAMSIZ);
		stale = true;
	}
}

static size_t find_sources(const struct uplink *all, size_t n,
			   struct source *out)
{
	char path[RESOLV_PATH];
	size_t sources = 0;

	for (size_t i = 0; i < n && i < UPLINKS_MAX; i++) {
		struct source *s = &out[sources];
		const struct uplink *u = &all[i];
		const struct rdnss *r;

		if (!u->index || (u->conf.method != IP_DHCP &&
				  u->conf.method != IP_AUTO6))
			continue;
		memset(s, 0, 3 * sizeof(*s));
		s[0].count = resolv_read(resolv_path(AF_INET, u->name, path),
					 s[0].dns, RESOLV_MAX);
		s[1].count = resolv_read(resolv_path(AF_INET6, u->name, path),
					 s[1].dns, RESOLV_MAX);
		r = rdnss_find(routers, u->index);
		if (r) {
			s[2].count = r->count;
			memcpy(s[2].dns, r->dns, r->count * sizeof(*r->dns));
		}
		for (size_t k = 0; k < 3; k++)
			s[k].interface = u->name;
		sources += 3;
	}
	return sources;
}

/* The first of each, then the second: so each uplink has one among them. */
static void unite(const struct uplink *all, size_t n, const struct tunnel *t,
		  struct resolv *out)
{
	struct source source[SOURCES];
	size_t sources = find_sources(all, n, source);

	for (size_t k = 0; k < RESOLV_MAX; k++)
		for (size_t i = 0; i < sources; i++)
			if (k < source[i].count &&
			    !tunnel_has(t, &source[i].dns[k]))
				resolv_add(out, &source[i].dns[k],
					   source[i].interface);
}

int64_t dns_step(const struct uplink *all, size_t n, const struct tunnel *t)
{
	struct resolv now;

	if (!started)
		return CLOCK_NEVER;
	compare(all, n);
	stale |= due <= clock_now();
	if (!stale)
		return due;
	due = rdnss_expire(routers, clock_now());
	memset(&now, 0, sizeof(now));
	if (given.count)
		now = given;
	else
		unite(all, n, t, &now);
	stale = false;
	if (!memcmp(&now, &written, sizeof(now)))
		return due;
	if (resolv_write(RESOLV_CONF, &now)) {
		warn("write %s, again in %d s:", RESOLV_CONF, AGAIN / 1000);
		due = clock_min(due, clock_now() + AGAIN);
		return due;
	}
	written = now;
	return due;
}
