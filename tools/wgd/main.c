/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wgd: the vpn role. Makes wg0 with a key that exists only in this process and
 * then only in the kernel, says the public half, and ends. As "wgd keep" it
 * stays, without that key, and looks after the peers. As "wgd save" it writes
 * what the next kernel's wgd is to go on with; as "wgd health" it says how well
 * this server serves.
 */
#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "../wg/source.h"
#include "about.h"
#include "calls.h"
#include "cmdline.h"
#include "complain.h"
#include "device.h"
#include "err.h"
#include "fixed.h"
#include "handover.h"
#include "health.h"
#include "keep.h"
#include "make.h"
#include "param.h"
#include "rtnl.h"
#include "whole.h"

#define USAGE "usage: wgd [keep | save | health | --check FILE] (settings: kernel " \
	"command line)"

static struct nl route;

/* Where keys are: no dump, no debugger; and sodium_malloc() locks memory. */
static void protect(void)
{
	static const struct rlimit none = {0, 0};

	if (setrlimit(RLIMIT_CORE, &none) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		die(EXIT_UNKNOWN, "protect this process:");
	if (sodium_init() < 0)
		die(EXIT_UNKNOWN, "libsodium does not start");
}

/* The settings; ends the program if they are wrong. */
static void read_settings(const char *path, struct wg_conf *conf,
			  struct fixed *fixed)
{
	char text[CMDLINE_MAX], url[SOURCE_URL_MAX], why[256];
	int status;

	if (cmdline_read(path, text))
		die(EXIT_UNKNOWN, "read %s:", path);
	if (param_parse(text, conf, why, sizeof(why)))
		die(EXIT_USAGE, "kernel command line: %s", why);
	status = source_url(text, url);
	if (status < 0)
		die(EXIT_USAGE, "the URL in wg.peers= or " SOURCE_URL ":");
	conf->listed = status > 0;
	if (conf->listed && source_has_login(url))
		warn("warning: the URL of the lists has a user or a password, "
		     "and wg.peers= and " SOURCE_URL " are part of an OS "
		     "package, which anyone can read");
	status = fixed_load(conf, fixed);
	if (status != EXIT_YES)
		finish(status);
}

static int look_after(const struct wg_conf *conf, struct fixed *fixed)
{
	struct rtnl_link link;

	if (rtnl_link_find(&route, MAKE_INTERFACE, &link))
		return complain("find " MAKE_INTERFACE, route.error);
	return keep(conf, &link, &fixed->peers);
}

/* Append what there is to standard input, for wgd under the next kernel. */
static int save(void)
{
	struct device *d = sodium_malloc(sizeof(*d));
	struct rtnl_link link;
	int status = EXIT_YES;

	if (!d)
		return complain("lock memory", "");
	calls_of_once(false);
	if (rtnl_link_find(&route, MAKE_INTERFACE, &link))
		return complain("find " MAKE_INTERFACE, route.error);
	if (device_open(d, link.index) ||
	    handover_save(d, STDIN_FILENO, keep_number(&link), time(NULL)))
		status = complain("save keys and peers", d->genl.error);
	device_close(d); /* wipes it */
	sodium_free(d);
	return status;
}

/*
 * Would these settings do, with the files of the image below the current folder?
 * Nothing of this machine is asked.
 */
static int check(const char *path, struct wg_conf *conf, struct fixed *fixed)
{
	if (sodium_init() < 0)
		die(EXIT_UNKNOWN, "libsodium does not start");
	read_settings(path, conf, fixed);
	return conf->listed ? keep_signer() : EXIT_YES;
}

int main(int argc, char **argv)
{
	static struct wg_conf conf;
	struct fixed fixed;
	const char *verb = argc == 2 ? argv[1] : "";
	int status;

	progname = "wgd";
	whole_lines();
	about(argc, argv, USAGE "\n");
	if (argc == 3 && !strcmp(argv[1], "--check"))
		finish(check(argv[2], &conf, &fixed));
	if (argc > 2 || (argc == 2 && strcmp(verb, "keep") &&
			 strcmp(verb, "save") && strcmp(verb, "health")))
		die(EXIT_USAGE, USAGE);
	protect();
	if (chdir("/"))
		die(EXIT_UNKNOWN, "change folder to /:");
	if (nl_open(&route, NETLINK_ROUTE, 0))
		die(EXIT_UNKNOWN, "open netlink:");
	if (!strcmp(verb, "save"))
		finish(save());
	if (!strcmp(verb, "health"))
		finish(health(&route));
	read_settings("/proc/cmdline", &conf, &fixed);
	if (*verb)
		finish(look_after(&conf, &fixed));
	status = make_interface(&route, &conf, &fixed);
	/* Locked pages of a process that ended may stay as they are for long. */
	peers_free(&fixed.peers);
	finish(status);
}
