/* SPDX-License-Identifier: BSD-2-Clause */
#include "take.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmdline.h"
#include "err.h"
#include "hookfile.h"
#include "hookwait.h"
#include "keepout.h"

/*
 * A lease without a mask, or a wrong one, may confirm the address that we have:
 * then that mask goes on.
 */
static bool have_mask(struct nl *nl, const struct rtnl_link *link,
		      struct lease *l)
{
	struct rtnl_addrs list = {0};
	bool found = false;

	if (!rtnl_addrs(nl, &list)) {
		for (size_t i = 0; i < list.count && !found; i++) {
			const struct rtnl_addr *a = &list.addr[i];

			found = a->index == link->index &&
			    a->proto == RTPROT_DHCP &&
			    !memcmp(&a->prefix.addr, &l->address.addr,
				    sizeof(a->prefix.addr));
			if (found)
				l->address.len = a->prefix.len;
		}
	}
	free(list.addr);
	return found;
}

/* What is wrong with a lease makes it useless. */
static void refuse(char line[HOOKFILE_MAX], const char *kind,
		   const struct rtnl_link *link, const char *what)
{
	snprintf(line, HOOKFILE_MAX,
		 "%s on %s refused: %s; asking again every %d s; check the "
		 "DHCP server", kind, link->name, what, HOOKWAIT_REFUSED);
}

static void bad_variable(char line[HOOKFILE_MAX], const char *kind,
			 const struct rtnl_link *link, const char *name)
{
	char what[128];
	const char *v = getenv(name);

	if (!v && !strcmp(name, "mask"))
		v = getenv("subnet");
	snprintf(what, sizeof(what), "bad or missing %s \"%.64s\"", name,
		 v ? v : "");
	refuse(line, kind, link, what);
}

static void in_tunnel(char line[HOOKFILE_MAX], const char *kind,
		      const struct rtnl_link *link, const struct prefix *p)
{
	char what[128 + PREFIX_TEXT], text[PREFIX_TEXT];

	snprintf(what, sizeof(what), "its address %s is the tunnel's "
		 "(wg.address=, wg.allow=)", prefix_text(p, text));
	refuse(line, kind, link, what);
	strncat(line, ", or give the tunnel another network",
		HOOKFILE_MAX - 1 - strlen(line));
}

/* What this kernel's command line says of a tunnel; without it no lease is safe. */
static bool read_tunnel(struct tunnel *t, char line[HOOKFILE_MAX],
			const char *kind, const struct rtnl_link *link)
{
	char text[CMDLINE_MAX];

	if (!cmdline_read("/proc/cmdline", text)) {
		tunnel_read(text, t);
		return true;
	}
	snprintf(line, HOOKFILE_MAX,
		 "%s on %s not taken: read /proc/cmdline, which says what is "
		 "the tunnel's: %s; asking again every %d s",
		 kind, link->name, strerror(errno), HOOKWAIT_REFUSED);
	return false;
}

static void partly(char line[HOOKFILE_MAX], const char *kind,
		   const struct rtnl_link *link, const char *odd)
{
	if (*odd)
		snprintf(line, HOOKFILE_MAX,
			 "%s on %s taken, but not all of it: %s; check the "
			 "DHCP server", kind, link->name, odd);
}

int take_lease(struct nl *nl, const struct rtnl_link *link, struct lease *l)
{
	static const char kind[] = "lease";
	const char *wrong = lease_parse(getenv, l);
	char line[HOOKFILE_MAX] = "";
	int status = EXIT_NO;
	struct tunnel t;

	if ((l->classful || (wrong && !strcmp(wrong, "mask"))) &&
	    have_mask(nl, link, l))
		wrong = NULL;
	if (wrong) {
		bad_variable(line, kind, link, wrong);
	} else if (!read_tunnel(&t, line, kind, link)) {
		status = EXIT_UNKNOWN;
	} else if (!keepout_lease(l, &t)) {
		in_tunnel(line, kind, link, &l->address);
	} else {
		status = EXIT_YES;
		partly(line, kind, link, l->odd);
	}
	hookfile_say("said4", link->name, line);
	return status;
}

int take_lease6(const struct rtnl_link *link, struct lease6 *l)
{
	static const char kind[] = "DHCPv6 lease";
	const char *wrong = lease6_parse(getenv, l);
	char line[HOOKFILE_MAX] = "";
	int status = EXIT_NO;
	struct tunnel t;

	if (wrong) {
		bad_variable(line, kind, link, wrong);
	} else if (!read_tunnel(&t, line, kind, link)) {
		status = EXIT_UNKNOWN;
	} else if (!keepout_lease6(l, &t)) {
		in_tunnel(line, kind, link, &l->address);
	} else {
		status = EXIT_YES;
		partly(line, kind, link, l->odd);
	}
	hookfile_say("said6", link->name, line);
	return status;
}
