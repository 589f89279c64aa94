/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wgd: the vpn role. Makes wg0 with a key that exists only in this process and
 * then only in the kernel, says the public half, and ends.
 */
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>

#include "cmdline.h"
#include "device.h"
#include "err.h"
#include "param.h"
#include "rtnl.h"

#define INTERFACE "wg0"

/*
 * The interface gets its final name last, when it is up, routed and announced.
 * So wg0 exists only complete, and what a killed run left behind has another
 * name and can be deleted. The packet filter's wg+ matches both names.
 */
#define UNFINISHED "wg0new"

static struct nl route;

/* Message with the kernel's words, if it had any. */
static int complain(const char *what, const char *words)
{
	warn("%s%s%s:", what, *words ? ": " : "", words);
	return EXIT_UNKNOWN;
}

/* The key and all memory it passes through: no dump, no swap, no debugger. */
static struct wg_secret *secret_new(void)
{
	static const struct rlimit none = {0, 0};
	struct wg_secret *s;

	if (setrlimit(RLIMIT_CORE, &none) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		die(EXIT_UNKNOWN, "protect this process:");
	if (sodium_init() < 0)
		die(EXIT_UNKNOWN, "libsodium does not start");
	s = sodium_malloc(sizeof(*s));
	if (!s)
		die(EXIT_UNKNOWN, "lock %zu bytes in memory:", sizeof(*s));
	return s;
}

/* A new private key, clamped as X25519 wants it, and its public half. */
static int make_key(unsigned char *private, unsigned char *public)
{
	/* Flags 0: waits until the kernel's generator is seeded. */
	if (getrandom(private, WG_KEY, 0) != WG_KEY)
		return -1;
	private[0] &= 248;
	private[31] = (unsigned char)((private[31] & 127) | 64);
	return crypto_scalarmult_curve25519_base(public, private);
}

/* Delete the interface of that name if there is one. */
static int remove_link(const char *name)
{
	struct rtnl_link link;

	if (rtnl_link_find(&route, name, &link))
		return errno == ENODEV ? 0 : -1;
	return rtnl_link_delete(&route, link.index);
}

/* Key, port, peers, addresses: all that can be set before it is up. */
static int configure(struct wg_secret *s, const struct wg_conf *conf,
		     int *index)
{
	/* No duplicate detection: there are no neighbours in a tunnel. */
	static const struct rtnl_addr_how how = {
	    .flags = IFA_F_NODAD,
	    .seconds = (uint32_t)RTNL_FOREVER,
	    .proto = RTPROT_STATIC,
	};
	char error[NL_ERROR_SIZE];
	struct rtnl_link link;

	if (rtnl_link_create(&route, UNFINISHED, "wireguard"))
		return complain("create a WireGuard interface", route.error);
	if (rtnl_link_find(&route, UNFINISHED, &link))
		return complain("find the new interface", route.error);
	*index = link.index;
	if (device_set(s, link.index, conf, error))
		return complain("set key, port and peers", error);
	for (size_t i = 0; i < conf->address_count; i++)
		if (rtnl_addr_add(&route, link.index, &conf->address[i], &how))
			return complain("set the address", route.error);
	return EXIT_YES;
}

/* True if the interface's own addresses route there already. */
static bool is_routed(const struct wg_conf *conf, const struct prefix *p)
{
	for (size_t i = 0; i < conf->address_count; i++)
		if (conf->address[i].len <= p->len &&
		    prefix_contains(&conf->address[i], &p->addr))
			return true;
	return false;
}

/* Routes to the peers' networks, which needs the interface to be up. */
static int set_routes(const struct wg_conf *conf, int index)
{
	struct rtnl_route r = {.index = index, .proto = RTPROT_STATIC};

	for (size_t i = 0; i < conf->peer_count; i++) {
		const struct wg_peer *peer = &conf->peer[i];

		for (size_t k = 0; k < peer->allowed_count; k++) {
			r.dst = peer->allowed[k];
			if (!is_routed(conf, &r.dst) &&
			    rtnl_route_add(&route, &r))
				return complain("add a route to a peer",
						route.error);
		}
	}
	return EXIT_YES;
}

static int print_line(const struct wg_conf *conf, const unsigned char *public)
{
	char text[sodium_base64_ENCODED_LEN(WG_KEY,
					    sodium_base64_VARIANT_ORIGINAL)];

	sodium_bin2base64(text, sizeof(text), public, WG_KEY,
			  sodium_base64_VARIANT_ORIGINAL);
	printf("mayfly: wireguard interface=" INTERFACE
	       " port=%d publickey=%s\n",
	       conf->port, text);
	if (fflush(stdout) || ferror(stdout))
		return complain("write the public key", "");
	return EXIT_YES;
}

/*
 * From "configured" to wg0. The line comes before the name: who sees wg0 can
 * rely on the line, and a run that was killed in between is done over.
 */
static int publish(const struct wg_conf *conf, int index,
		   const unsigned char *public)
{
	int status;

	if (rtnl_link_set_up(&route, index, true))
		return complain("bring the interface up", route.error);
	status = set_routes(conf, index);
	if (status == EXIT_YES)
		status = print_line(conf, public);
	if (status == EXIT_YES && rtnl_link_rename(&route, index, INTERFACE))
		return complain("name the interface " INTERFACE, route.error);
	return status;
}

static int make_interface(const struct wg_conf *conf)
{
	struct wg_secret *s = secret_new();
	unsigned char public[WG_KEY];
	int status, index = 0;

	if (make_key(s->key, public)) {
		sodium_free(s);
		die(EXIT_UNKNOWN, "make a key:");
	}
	status = configure(s, conf, &index);
	sodium_free(s); /* wipes it first */
	if (status == EXIT_YES)
		status = publish(conf, index, public);
	/* Half a server is worse than none. */
	if (status != EXIT_YES)
		remove_link(UNFINISHED);
	return status;
}

int main(int argc, char **argv)
{
	static struct wg_conf conf;
	char text[CMDLINE_MAX], why[256];
	struct rtnl_link old;

	(void)argv;
	progname = "wgd";
	if (argc != 1)
		die(EXIT_USAGE, "usage: wgd (settings: kernel command line)");
	if (cmdline_read("/proc/cmdline", text))
		die(EXIT_UNKNOWN, "read /proc/cmdline:");
	if (param_parse(text, &conf, why, sizeof(why)))
		die(EXIT_USAGE, "kernel command line: %s", why);
	if (nl_open(&route, NETLINK_ROUTE, 0))
		die(EXIT_UNKNOWN, "open netlink:");
	if (!rtnl_link_find(&route, INTERFACE, &old))
		die(EXIT_NO,
		    INTERFACE " exists. A new key would cut off its "
			      "peers: delete it first if that is wanted");
	if (errno != ENODEV)
		return complain("list interfaces", route.error);
	if (remove_link(UNFINISHED))
		return complain("delete " UNFINISHED, route.error);
	finish(make_interface(&conf));
}
