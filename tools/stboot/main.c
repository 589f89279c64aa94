/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Process 1 of the boot medium: find the configuration, bring the network up,
 * get an OS package, start it if it is signed by whom the trust policy names,
 * and nothing else. There is one way to kexec_start(), and it begins with
 * attempt_run() saying yes to what kexec_load() then gets.
 */
#include <openssl/crypto.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../net/console.h"
#include "../net/mount.h"
#include "../net/sysclock.h"
#include "../net/watchdog.h"
#include "../ospkg/archive.h"
#include "../ospkg/attempt.h"
#include "../ospkg/debug.h"
#include "../ospkg/kept.h"
#include "../ospkg/kexec.h"
#include "../ospkg/memfile.h"
#include "../st/hostconfig.h"
#include "about.h"
#include "backoff.h"
#include "err.h"
#include "host.h"
#include "netup.h"
#include "options.h"
#include "whole.h"

#define USAGE "usage: the kernel runs stboot as process 1; see stboot.8"
#define TRUST_DIR "/etc/trust_policy"

enum {
	PAUSE_REBOOT = 10000, /* ms: time to read the reason */
	PAUSE_RETRY = 60000,  /* ms: ceiling between tries at everything */
	WATCHDOG = 180,	      /* s, for the package to arm it anew */
};

static struct options options;
static struct trustdir trust;
static struct host host;
static bool feeds; /* the package that is loaded feeds a watchdog */

static void sleep_ms(int64_t ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000};

	while (ms > 0 && nanosleep(&t, &t))
		;
}

/* Signals are blocked: nothing ends this but the power or a reset. */
static void halt(void)
{
	for (;;)
		sleep_ms(60000);
}

static void setup(void)
{
	static const struct rlimit none = {0, 0};
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	umask(022);
	if (chdir("/"))
		warn("change folder to /:");
	mount_all(false);
	console_open();
	if (setrlimit(RLIMIT_CORE, &none) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		warn("switch core dumps off:");
	reboot(RB_DISABLE_CAD);
	/* There is no openssl.cnf, and children could not open it. */
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
}

/* Everything that does not change between tries. */
static int configure(struct why *why)
{
	trustdir_free(&trust); /* of a try that failed at the next step */
	if (trustdir_load(TRUST_DIR, &trust, NULL, why) ||
	    host_find(&host, why))
		return -1;
	if (host.provision)
		trust.policy.fetch = FETCH_INITRAMFS;
	return 0;
}

static void say_verified(const struct check_result *p)
{
	char hash[65], label[200];

	for (size_t i = 0; i < sizeof(p->hash); i++)
		snprintf(hash + 2 * i, 3, "%02x", p->hash[i]);
	warn("verified: %llu of %lld signatures, sha256 %s, %llu bytes, %s",
	    (unsigned long long)p->valid, (long long)trust.policy.threshold,
	    hash, (unsigned long long)p->size,
	    console_safe(p->label[0] ? p->label : "no label", label,
		sizeof(label)));
}

/*
 * It will upgrade itself: it gets itself along, to come back to (kept.h). That it
 * starts is worth more than that.
 */
static void keep(struct verified *v)
{
	struct kept k = {.v = *v, .health = KEPT_ANY};
	int archive;

	if (kept_memory(v, &k, NULL) >= memory_available()) {
		warn("no memory for the package to keep itself: its next upgrade "
		     "will have no way back");
		return;
	}
	archive = archive_begin(v->initramfs);
	if (archive < 0 || kept_put(archive, KEPT_OWN, &k) ||
	    archive_end(archive)) {
		warn("the package cannot keep itself:");
		if (archive >= 0)
			close(archive);
		return;
	}
	close(v->initramfs);
	v->initramfs = archive;
}

/*
 * Get a package, and load it. Returns as attempt_run(), which says why not; that
 * kexec refuses it, the caller says.
 */
static int try(const struct attempt *a, struct why *why)
{
	static struct verified v;
	int status = attempt_run(a, &v);

	why->text[0] = '\0';
	if (status != EXIT_YES)
		return status;
	say_verified(&v.package);
	if (options.dryrun) {
		close(v.kernel);
		close(v.initramfs);
		return EXIT_YES;
	}
	feeds = watchdog_expected(v.package.cmdline);
	if (kept_wanted(v.package.cmdline))
		keep(&v);
	return kexec_load(&v, why) ? why_status(why) : EXIT_YES;
}

/*
 * Each URL once, until one gives a package that can be started: whatever was
 * wrong with one, be it a bad signature or a kernel that kexec does not take, the
 * next may have a good one, and each of those to come gets its share of the
 * time. Returns as attempt_run(); EXIT_NO only if all were refused.
 */
static int round_of_urls(int64_t deadline)
{
	int status = EXIT_NO;

	for (size_t i = 0, n = host.urls; i < n; i++) {
		int64_t left = deadline - clock_now();
		struct attempt a = {.url = host.url[i], .trust = &trust,
		    .deadline = deadline - left + left / (int64_t)(n - i)};
		struct why why = {0};
		int one = left > 0 ? try(&a, &why) : EXIT_UNKNOWN;

		if (one == EXIT_YES)
			return EXIT_YES;
		if (why.text[0])
			warn("%s%s", why.machine ? "" : "refused: ", why.text);
		if (one != EXIT_NO)
			status = EXIT_UNKNOWN;
	}
	return status;
}

/*
 * Rounds, with a pause between them that grows and is different on every
 * machine; a long one when a person has to repair the packages first, and a
 * fleet would else download what it refuses again and again.
 */
static int from_network(int64_t deadline, struct why *why)
{
	struct backoff down = BACKOFF_DEFAULT, refused = BACKOFF_REFUSED;

	if (host.urls == 0) {
		why_set(why, "host configuration: ospkg_pointer has no URL (these "
			"start with http:// or https://), and the trust policy "
			"has packages come by network");
		return -1;
	}
	if (net_up(&host.net, deadline, why))
		return -1;
	for (;;) {
		int status = round_of_urls(deadline);

		if (status == EXIT_YES)
			return 0;
		if (backoff_sleep(backoff_next(status == EXIT_NO ? &refused
								 : &down),
			deadline)) {
			/* To reboot now would make a pause of a boot's length. */
			sleep_ms(deadline - clock_now());
			break;
		}
		warn("trying again");
	}
	why_set(why, "no OS package could be had in %lu minutes",
	    options.minutes);
	return -1;
}

/* ospkg_pointer names a file here; whatever its suffix, both are read. */
static int from_medium(int64_t deadline, struct why *why)
{
	char name[HOSTCONFIG_FILE];
	struct attempt a = {.file = name, .trust = &trust,
	    .deadline = deadline};
	const char *fault = hostconfig_file(host.pointer, name);

	if (fault) {
		why_set(why, "host configuration: ospkg_pointer %s", fault);
		return -1;
	}
	switch (try(&a, why)) {
	case EXIT_YES:
		return 0;
	case EXIT_NO:
		if (why->text[0])
			return -1;
		why_set(why, "the OS package on the boot medium is refused");
		return -1;
	}
	if (!why->text[0])
		why_set(why, "the OS package on the boot medium could not be "
			"looked at");
	return -1;
}

/* Returns only if no package was started. */
static void boot(struct why *why)
{
	int64_t deadline = clock_now() + (int64_t)options.minutes * 60000;
	bool network = trust.policy.fetch == FETCH_NETWORK;

	if (network ? from_network(deadline, why) : from_medium(deadline, why))
		return;
	if (options.dryrun) {
		why_set(why, "--dryrun: stopping before the start");
		return;
	}
	net_down();
	/* Who does not come up in that time is not coming. */
	if (feeds)
		watchdog_arm(WATCHDOG);
	warn("starting the OS package at %lld ms", (long long)clock_now());
	console_flush();
	kexec_start(why);
}

/* The end of a try that failed. Returns to try again. */
static void failed(const struct why *why, struct backoff *pause)
{
	net_down();
	warn("boot failed: %s", why->text);
	switch (options.on_fail) {
	case ON_FAIL_RETRY:
		warn("trying everything again (--on-fail=retry)");
		sleep_ms(backoff_next(pause));
		return;
	case ON_FAIL_HALT:
		warn("halted (--on-fail=halt): repair the cause, then reset "
		     "this machine");
		halt();
		break;
	case ON_FAIL_REBOOT:
		warn("rebooting in %d s (--on-fail=reboot)",
		    PAUSE_REBOOT / 1000);
		sleep_ms(PAUSE_REBOOT);
		console_flush();
		reboot(RB_AUTOBOOT);
		warn("reboot:");
		halt();
		break;
	}
}

int main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *name = slash ? slash + 1 : argc > 0 ? argv[0] : "";
	struct backoff between = {.first_ms = 5000, .max_ms = PAUSE_RETRY};
	static const struct sysclock_known nothing;
	bool configured = false;

	progname = "stboot";
	whole_lines();
	if (!strcmp(name, "dhcp-hook"))
		return net_hook(argc, argv, AF_INET);
	if (!strcmp(name, "dhcp6-hook"))
		return net_hook(argc, argv, AF_INET6);
	if (getpid() != 1) {
		about(argc, argv, USAGE "\n");
		warn(USAGE);
		return EXIT_USAGE;
	}
	console_hold();
	setup();
	warn("Mayfly stboot");
	options_read(argc, argv, &options);
	debug_enable(options.debug);
	debug("started");
	sysclock_start(&nothing, true);
	for (;;) {
		struct why why;

		if (configured || !configure(&why)) {
			configured = true;
			boot(&why);
		}
		failed(&why, &between);
	}
}
