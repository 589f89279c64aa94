/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wgd: the vpn role. Makes wg0 with a key that exists only in this process and
 * then only in the kernel, says the public half, and ends. As "wgd keep" it
 * stays, without that key, and looks after the peers.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>

#include "../wg/source.h"
#include "cmdline.h"
#include "device.h"
#include "err.h"
#include "fixed.h"
#include "keep.h"
#include "param.h"
#include "routes.h"
#include "rtnl.h"

#define INTERFACE "wg0"

/*
 * The interface gets its final name last, when it is up, routed and announced.
 * So wg0 exists only complete, and what a killed run left behind has another
 * name and can be deleted. The packet filter's wg+ matches both names.
 */
#define UNFINISHED "wg0new"

static struct nl route;

/* The private key, and all memory it passes through. */
struct wg_secret {
	unsigned char key[WG_KEY];
	struct device device;
};

/* Message with the kernel's words, if it had any. */
static int complain(const char *what, const char *words)
{
	warn("%s%s%s:", what, *words ? ": " : "", words);
	return EXIT_UNKNOWN;
}

/* Where keys are: no dump, no debugger; and sodium_malloc() locks memory. */
static void protect(void)
{
	static const struct rlimit none = {0, 0};

	if (setrlimit(RLIMIT_CORE, &none) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		die(EXIT_UNKNOWN, "protect this process:");
	if (sodium_init() < 0)
		die(EXIT_UNKNOWN, "libsodium does not start");
}

static struct wg_secret *secret_new(void)
{
	struct wg_secret *s = sodium_malloc(sizeof(*s));

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

/* Key, port and peers, with the kernel's words in s->device if it refuses. */
static int set_device(struct wg_secret *s, int index,
		      const struct wg_conf *conf, const struct fixed *fixed)
{
	const struct peers *t = &fixed->peers;

	if (device_open(&s->device, index) ||
	    device_key(&s->device, s->key, conf->port, fixed->fwmark))
		return -1;
	explicit_bzero(s->key, sizeof(s->key));
	for (size_t i = 0; i < t->count; i++)
		if (device_put(&s->device, DEVICE_ADD, t, &t->peer[i]))
			return -1;
	return device_send(&s->device);
}

/* All that can be set before it is up. */
static int configure(struct wg_secret *s, const struct wg_conf *conf,
		     const struct fixed *fixed, int *index)
{
	/* No duplicate detection: there are no neighbours in a tunnel. */
	static const struct rtnl_addr_how how = {
	    .flags = IFA_F_NODAD,
	    .seconds = (uint32_t)RTNL_FOREVER,
	    .proto = RTPROT_STATIC,
	};
	struct rtnl_link link;
	int bad;

	if (rtnl_link_create(&route, UNFINISHED, "wireguard"))
		return complain("create a WireGuard interface", route.error);
	if (rtnl_link_find(&route, UNFINISHED, &link))
		return complain("find the new interface", route.error);
	*index = link.index;
	bad = set_device(s, link.index, conf, fixed);
	if (bad)
		complain("set key, port and peers", s->device.genl.error);
	device_close(&s->device);
	if (bad)
		return EXIT_UNKNOWN;
	for (size_t i = 0; i < conf->address_count; i++)
		if (rtnl_addr_add(&route, link.index, &conf->address[i], &how))
			return complain("set the address", route.error);
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
static int publish(const struct wg_conf *conf, const struct fixed *fixed,
		   int index, const unsigned char *public)
{
	int status;

	if (rtnl_link_set_up(&route, index, true))
		return complain("bring the interface up", route.error);
	if (routes_add(&route, index, conf, &fixed->peers) < 0)
		return complain("add a route to a peer", route.error);
	status = print_line(conf, public);
	if (status == EXIT_YES && rtnl_link_rename(&route, index, INTERFACE))
		return complain("name the interface " INTERFACE, route.error);
	return status;
}

static int make_interface(const struct wg_conf *conf,
			  const struct fixed *fixed)
{
	struct wg_secret *s = secret_new();
	unsigned char public[WG_KEY];
	int status, index = 0;

	if (make_key(s->key, public)) {
		sodium_free(s);
		die(EXIT_UNKNOWN, "make a key:");
	}
	status = configure(s, conf, fixed, &index);
	sodium_free(s); /* wipes it first */
	if (status == EXIT_YES)
		status = publish(conf, fixed, index, public);
	/* Half a server is worse than none. */
	if (status != EXIT_YES)
		remove_link(UNFINISHED);
	return status;
}

/* The settings; ends the program if they are wrong. */
static void read_settings(struct wg_conf *conf, struct fixed *fixed)
{
	char text[CMDLINE_MAX], url[SOURCE_URL_MAX], why[256];
	int status;

	if (cmdline_read("/proc/cmdline", text))
		die(EXIT_UNKNOWN, "read /proc/cmdline:");
	if (param_parse(text, conf, why, sizeof(why)))
		die(EXIT_USAGE, "kernel command line: %s", why);
	status = source_url(text, url);
	if (status < 0)
		die(EXIT_USAGE, "read " SOURCE_URL ":");
	conf->listed = status > 0;
	status = fixed_load(conf, fixed);
	if (status != EXIT_YES)
		finish(status);
}

static int make_once(const struct wg_conf *conf, const struct fixed *fixed)
{
	struct rtnl_link old;

	if (!rtnl_link_find(&route, INTERFACE, &old)) {
		warn(INTERFACE " exists. A new key would cut off its peers: "
			       "delete it first if that is wanted");
		return EXIT_NO;
	}
	if (errno != ENODEV)
		return complain("list interfaces", route.error);
	if (remove_link(UNFINISHED))
		return complain("delete " UNFINISHED, route.error);
	return make_interface(conf, fixed);
}

static int look_after(const struct wg_conf *conf, struct fixed *fixed)
{
	struct rtnl_link link;

	if (rtnl_link_find(&route, INTERFACE, &link))
		return complain("find " INTERFACE, route.error);
	return keep(conf, link.index, &fixed->peers);
}

int main(int argc, char **argv)
{
	static struct wg_conf conf;
	struct fixed fixed;
	bool stay = argc == 2 && !strcmp(argv[1], "keep");

	progname = "wgd";
	if (argc != 1 && !stay)
		die(EXIT_USAGE, "usage: wgd [keep] "
		    "(settings: kernel command line)");
	protect();
	read_settings(&conf, &fixed);
	if (nl_open(&route, NETLINK_ROUTE, 0))
		die(EXIT_UNKNOWN, "open netlink:");
	finish(stay ? look_after(&conf, &fixed) : make_once(&conf, &fixed));
}
