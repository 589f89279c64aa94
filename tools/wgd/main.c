/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wgd: the vpn role. Makes wg0 with a key that exists only in this process and
 * then only in the kernel, says the public half, and ends. As "wgd keep" it
 * stays, without that key, and looks after the peers. As "wgd save" it writes
 * what the next kernel's wgd is to go on with.
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
#include <time.h>
#include <unistd.h>

#include "../wg/source.h"
#include "calls.h"
#include "cmdline.h"
#include "device.h"
#include "err.h"
#include "fixed.h"
#include "handover.h"
#include "keep.h"
#include "param.h"
#include "resume.h"
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
	struct handover handed; /* of the kernel before this one */
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
	sodium_memzero(s, sizeof(*s));
	s->device.genl.fd = -1;
	return s;
}

/*
 * The private key that was handed over, or a new one, clamped as X25519 wants it;
 * and its public half.
 */
static int make_key(struct wg_secret *s, unsigned char *public)
{
	if (s->handed.present) {
		memcpy(s->key, s->handed.key, WG_KEY);
		sodium_memzero(s->handed.key, WG_KEY);
	} else if (getrandom(s->key, WG_KEY, 0) != WG_KEY) {
		/* Flags 0: waits until the kernel's generator is seeded. */
		return -1;
	}
	s->key[0] &= 248;
	s->key[31] = (unsigned char)((s->key[31] & 127) | 64);
	return crypto_scalarmult_curve25519_base(public, s->key);
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
		      const struct wg_conf *conf, uint32_t fwmark,
		      const struct resume *r)
{
	/* A network of both is the configured peer's: it comes last. */
	const struct peers *const tables[] = {&r->others, &r->known};

	if (device_open(&s->device, index) ||
	    device_key(&s->device, s->key, conf->port, fwmark))
		return -1;
	explicit_bzero(s->key, sizeof(s->key));
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < tables[k]->count; i++)
			if (device_put(&s->device, DEVICE_ADD, tables[k],
				       &tables[k]->peer[i]))
				return -1;
	return device_send(&s->device);
}

/* All that can be set before it is up. */
static int configure(struct wg_secret *s, const struct wg_conf *conf,
		     uint32_t fwmark, const struct resume *r, int *index)
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
	bad = set_device(s, link.index, conf, fwmark, r);
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
static int publish(const struct wg_conf *conf, const struct resume *r,
		   int index, const unsigned char *public)
{
	int status;

	if (rtnl_link_set_up(&route, index, true))
		return complain("bring the interface up", route.error);
	if (routes_add(&route, index, conf, &r->known) < 0 ||
	    routes_add(&route, index, conf, &r->others) < 0)
		return complain("add a route to a peer", route.error);
	status = print_line(conf, public);
	if (status == EXIT_YES && rtnl_link_rename(&route, index, INTERFACE))
		return complain("name the interface " INTERFACE, route.error);
	return status;
}

/*
 * The interface is there, with what was handed over: the file's other half is for
 * the keeper, and the peers are called. That one cannot be called is no reason to
 * cut off all others.
 */
static void go_on(struct wg_secret *s, int index, struct resume *r)
{
	int called;

	handover_hide(STDIN_FILENO);
	called = device_open(&s->device, index) ? -1 :
	    resume_wake(&s->device, r);
	if (called < 0)
		complain("call the peers", s->device.genl.error);
	device_close(&s->device);
	printf("mayfly: handover peers=%zu called=%d\n",
	       r->known.count + r->others.count, called < 0 ? 0 : called);
	fflush(stdout);
}

static int make_interface(struct wg_secret *s, const struct wg_conf *conf,
			  const struct fixed *fixed)
{
	struct resume r = {.known.count = 0};
	unsigned char public[WG_KEY];
	int status, index = 0;

	if (make_key(s, public))
		return complain("make a key", "");
	if (resume_sort(&s->handed, &fixed->peers,
			     resume_listed(&s->handed, conf), &r))
		status = complain("keep the peers", "");
	else
		status = configure(s, conf, fixed->fwmark, &r, &index);
	if (status == EXIT_YES)
		status = publish(conf, &r, index, public);
	if (status == EXIT_YES && s->handed.present)
		go_on(s, index, &r);
	/* Half a server is worse than none. */
	if (status != EXIT_YES)
		remove_link(UNFINISHED);
	resume_free(&r);
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
	struct wg_secret *s;
	struct rtnl_link old;
	int status;

	calls_of_once(handover_exists(STDIN_FILENO));
	if (!rtnl_link_find(&route, INTERFACE, &old)) {
		/* A run that was ended while it called the peers. */
		if (handover_exists(STDIN_FILENO)) {
			handover_hide(STDIN_FILENO);
			return EXIT_YES;
		}
		warn(INTERFACE " exists. A new key would cut off its peers: "
			       "delete it first if that is wanted");
		return EXIT_NO;
	}
	if (errno != ENODEV)
		return complain("list interfaces", route.error);
	if (remove_link(UNFINISHED))
		return complain("delete " UNFINISHED, route.error);
	s = secret_new();
	handover_load(STDIN_FILENO, true, &s->handed);
	if (!s->handed.present)
		handover_wipe(STDIN_FILENO);
	status = make_interface(s, conf, fixed);
	if (status != EXIT_YES && s->handed.present) {
		warn("what was handed over is given up: the next try makes a "
		     "new key");
		handover_wipe(STDIN_FILENO);
	}
	handover_free(&s->handed);
	sodium_free(s); /* wipes it first */
	return status;
}

static int look_after(const struct wg_conf *conf, struct fixed *fixed)
{
	struct rtnl_link link;

	if (rtnl_link_find(&route, INTERFACE, &link))
		return complain("find " INTERFACE, route.error);
	return keep(conf, &link, &fixed->peers);
}

/* Append what there is to standard input, for wgd under the next kernel. */
static int save(void)
{
	struct wg_secret *s = secret_new();
	struct rtnl_link link;
	int status = EXIT_YES;

	calls_of_once(false);
	if (rtnl_link_find(&route, INTERFACE, &link))
		status = complain("find " INTERFACE, route.error);
	else if (device_open(&s->device, link.index) ||
		 handover_save(&s->device, STDIN_FILENO,
			       keep_number(&link), time(NULL)))
		status = complain("save keys and peers", s->device.genl.error);
	device_close(&s->device);
	sodium_free(s);
	return status;
}

int main(int argc, char **argv)
{
	static struct wg_conf conf;
	struct fixed fixed;
	const char *verb = argc == 2 ? argv[1] : "";
	int status;

	progname = "wgd";
	if (argc > 2 || (argc == 2 && strcmp(verb, "keep") &&
			 strcmp(verb, "save")))
		die(EXIT_USAGE, "usage: wgd [keep | save] "
		    "(settings: kernel command line)");
	protect();
	if (nl_open(&route, NETLINK_ROUTE, 0))
		die(EXIT_UNKNOWN, "open netlink:");
	if (!strcmp(verb, "save"))
		finish(save());
	read_settings(&conf, &fixed);
	if (*verb)
		finish(look_after(&conf, &fixed));
	status = make_once(&conf, &fixed);
	/* Locked pages of a process that ended may stay as they are for long. */
	peers_free(&fixed.peers);
	finish(status);
}
