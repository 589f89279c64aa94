/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * upgrade: look at what the provisioning server offers; if it is not what runs
 * here, get it, verify it with the code and by the rules of stboot, and offer it
 * to init (standard input), which starts it. This process itself parses nothing
 * that came over the network: its children do (tools/ospkg).
 */
#include <openssl/crypto.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../net/console.h"
#include "../ospkg/kept.h"
#include "../ospkg/kexec.h"
#include "../ospkg/sandbox.h"
#include "../st/hex.h"
#include "about.h"
#include "backoff.h"
#include "err.h"
#include "look.h"
#include "settings.h"
#include "whole.h"

#define USAGE "usage: upgrade [SHA256... | --check FILE] (settings: kernel " \
	"command line; run by init)"
#define TRUST_DIR "/etc/trust_policy"

enum {
	FIRST = 60000, /* ms: pauses after a failure, as stboot's */
	MOST = 600000,
};

static struct settings settings;
static struct trustdir trust;

/* Three to five quarters of it: a fleet does not ask at once. */
static uint32_t around(uint32_t ms)
{
	uint32_t r = 0;

	if (getrandom(&r, sizeof(r), 0) != sizeof(r))
		r = UINT32_MAX / 2;
	return ms / 4 * 3 + (uint32_t)((uint64_t)(ms / 2) * r / UINT32_MAX);
}

/*
 * Give it to init, which ends this process and starts the package; or it answers,
 * with anything, that it could not. Returns EXIT_NO then.
 */
static int offer(const struct verified *v)
{
	char label[200];

	warn("verified: %llu of %lld signatures, %llu bytes, %s",
	    (unsigned long long)v->package.valid,
	    (long long)trust.policy.threshold,
	    (unsigned long long)v->package.size,
	    console_safe(v->package.label[0] ? v->package.label : "no label",
		label, sizeof(label)));
	if (verified_send(STDIN_FILENO, v)) {
		warn("hand the package to init:");
		return EXIT_UNKNOWN;
	}
	close(v->kernel);
	close(v->initramfs);
	return read(STDIN_FILENO, label, sizeof(label)) > 0 ? EXIT_NO
	    : EXIT_UNKNOWN;
}

static int run(void)
{
	/* On top of the time between two looks; more often is no use. */
	uint32_t poll_ms = settings.poll * 1000;
	struct backoff pauses = {
	    .first_ms = poll_ms < FIRST ? poll_ms : FIRST,
	    .max_ms = poll_ms < MOST / 10 ? poll_ms * 10 : MOST,
	};
	static struct verified v;

	for (;;) {
		uint32_t pause = around(poll_ms);
		struct timespec t = {pause / 1000, pause % 1000 * 1000000L};
		int status;

		nanosleep(&t, NULL);
		status = look(&settings, &trust, &v);
		if (status == EXIT_YES) {
			status = offer(&v);
			if (status != EXIT_NO)
				return status;
			look_refused(&settings);
		}
		if (status == EXIT_UNKNOWN)
			backoff_sleep(backoff_next(&pauses), INT64_MAX);
		else
			pauses.failures = 0;
	}
}

/* The settings; ends the program if they are wrong. */
static void read_settings(const char *cmdline)
{
	struct why why;
	int unreadable = 0;

	if (settings_parse(cmdline, &settings, &why))
		die(EXIT_USAGE, "no upgrades: %s", why.text);
	if (trustdir_load(TRUST_DIR + 1, &trust, &unreadable, &why))
		die(unreadable && !access(TRUST_DIR + 1, F_OK) ? EXIT_UNKNOWN
		    : EXIT_USAGE, "no upgrades: " TRUST_DIR ": %s", why.text);
	if (trust.policy.fetch != FETCH_NETWORK)
		die(EXIT_USAGE, "no upgrades: " TRUST_DIR ": its packages are "
		    "not to come by network (ospkg_fetch_method)");
}

/*
 * Would the settings in that file do, with the image's files below the current
 * folder? Stricter than at boot: a number that is none counts as 0 there.
 */
static int check(const char *path, char *cmdline)
{
	static const char package[] = " " KEXEC_OSPKG "=";
	char value[32];
	size_t len;
	bool bad;

	if (!cmdline_find(cmdline, "upgrade", CMDLINE_LAST, value,
	    sizeof(value)))
		return EXIT_YES;
	if (cmdline_find(cmdline, "upgrade.number", CMDLINE_LAST, value,
	    sizeof(value)) && !settings_number(cmdline) && strcmp(value, "0"))
		die(EXIT_USAGE, "no upgrades: upgrade.number=%s is no number",
		    value);
	kept_trial(cmdline, &bad);
	if (bad)
		die(EXIT_USAGE, "no upgrades: upgrade.trial= is a number of "
		    "seconds, 10 to %d, or 0", KEPT_TRIAL_MOST);
	/* Which package it is, stboot says. */
	len = strlen(cmdline);
	if (len + sizeof(package) + 2 * OSPKG_HASH > CMDLINE_MAX)
		die(EXIT_USAGE, "%s: the command line is too long", path);
	memcpy(cmdline + len, package, sizeof(package) - 1);
	memset(cmdline + len + sizeof(package) - 1, '0', 2 * OSPKG_HASH);
	cmdline[len + sizeof(package) - 1 + 2 * OSPKG_HASH] = '\0';
	read_settings(cmdline);
	if (settings.bad.text[0])
		die(EXIT_USAGE, "no upgrades: %s", settings.bad.text);
	return EXIT_YES;
}

/* What is not to be taken, as init says it. */
static void read_refused(int argc, char **argv)
{
	if (argc - 1 > UPGRADE_REFUSED)
		die(EXIT_USAGE, USAGE);
	for (int i = 1; i < argc; i++)
		if (hex_decode(argv[i], strlen(argv[i]),
		    settings.refused[settings.refused_count++], OSPKG_HASH))
			die(EXIT_USAGE, USAGE);
}

int main(int argc, char **argv)
{
	static char cmdline[CMDLINE_MAX];
	bool checks = argc == 3 && !strcmp(argv[1], "--check");
	const char *path = checks ? argv[2] : "/proc/cmdline";

	progname = "upgrade";
	whole_lines();
	about(argc, argv, USAGE "\n");
	if (!checks)
		read_refused(argc, argv);
	signal(SIGPIPE, SIG_IGN);
	/* There is no openssl.cnf, and children could not open it. */
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	if (cmdline_read(path, cmdline))
		die(EXIT_UNKNOWN, "read %s:", path);
	if (checks)
		finish(check(path, cmdline));
	if (chdir("/"))
		die(EXIT_UNKNOWN, "change folder to /:");
	read_settings(cmdline);
	if (settings.bad.text[0])
		warn("%s", settings.bad.text);
	if (sandbox_limit_parent())
		die(EXIT_UNKNOWN, "limit the system calls of this process:");
	return run();
}
