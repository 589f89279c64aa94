/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Process 1 of an image. In phases, like catatonit: setup() may meet errors
 * and says them; from run() on nothing ends this process any more, for if it
 * ended the kernel would panic. Order that matters: the kernel's settings are
 * made and the packet filter is loaded before any interface is up, and if one
 * of them is not complete, none comes up. What the kernel before handed over is
 * taken off the root file system while that can be written.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../net/clock.h"
#include "../net/console.h"
#include "../net/hook.h"
#include "../net/mount.h"
#include "../net/supervise.h"
#include "../net/sysctl.h"
#include "../net/watchdog.h"
#include "about.h"
#include "check.h"
#include "cmdline.h"
#include "dns.h"
#include "err.h"
#include "firewall.h"
#include "handover.h"
#include "health.h"
#include "limits.h"
#include "net.h"
#include "ntp.h"
#include "power.h"
#include "role.h"
#include "trial.h"
#include "upgrade.h"
#include "walltime.h"
#include "whole.h"

#define USAGE "usage: the kernel runs init as process 1; or init --check " \
	"CMDLINE FOLDER"

enum { WATCHDOG = 60 /* s */ };

static const char *const shell_argv[] = {"/bin/busybox", "ash", NULL};
static struct service shell = {
    .name = "debug shell",
    .argv = shell_argv,
    .restart = RESTART_ALWAYS,
    .debug_tty = true,
};

static char cmdline[CMDLINE_MAX];
static int signals = -1;
static bool debug, settings_made, decided, ready, upgrades, looks;
static bool serves, role_started;
static int handover = -1;

/* First line of a file without its newline; false if there is none. */
static bool read_line(const char *path, char *out, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = -1;

	if (fd >= 0) {
		n = read(fd, out, size - 1);
		close(fd);
	}
	if (n <= 0)
		return false;
	out[n] = '\0';
	out[strcspn(out, "\n")] = '\0';
	return out[0] != '\0';
}

static void set_signals(void)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	signals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
	if (signals < 0)
		warn("signalfd:");
}

/* Nothing of a process may reach a file, a debugger or another process. */
static void set_limits(void)
{
	static const struct rlimit none = {0, 0};

	if (setrlimit(RLIMIT_CORE, &none) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		warn("switch core dumps off:");
	/* The kernel then sends ctrl-alt-del as SIGINT, which we tell apart. */
	reboot(RB_DISABLE_CAD);
}

static void set_hostname(void)
{
	char name[65];

	if (read_line("/etc/hostname", name, sizeof(name)) &&
	    sethostname(name, strlen(name)))
		warn("set host name %s:", name);
}

static void debug_banner(void)
{
	console_tell(
	    "\n"
	    "**********************************************************\n"
	    "* DEBUG IMAGE: anyone at this console is root.           *\n"
	    "* Keys and traffic of this server can be read. Do not    *\n"
	    "* let anyone use it.                                     *\n"
	    "**********************************************************\n"
	    "\n");
}

static void setup(void)
{
	struct limits limits = limits_here();
	int64_t handed;

	umask(022);
	if (chdir("/"))
		warn("change folder to /:");
	debug = access("/etc/debug", F_OK) == 0;
	mount_all(debug);
	console_open();
	if (cmdline_read("/proc/cmdline", cmdline)) {
		warn("read /proc/cmdline, using defaults:");
		cmdline[0] = '\0';
	}
	/* From here on what stands still is reset. */
	if (!watchdog_off(cmdline))
		watchdog_arm(WATCHDOG);
	upgrades = upgrade_wanted(cmdline);
	trial_take(cmdline);
	handover = handover_take(cmdline, upgrades, trial_tried(), &handed);
	walltime_start(cmdline, handed);
	ntp_configure(cmdline, handover >= 0);
	mount_seal();
	set_limits();
	set_hostname();
	settings_made = upgrade_seal() == 0;
	settings_made = sysctl_apply("/etc/sysctl.conf") == 0 && settings_made;
	settings_made = limits_apply(&limits) == 0 && settings_made;
	if (debug) {
		debug_banner();
		service_start(&shell, -1);
	}
	net_configure(cmdline);
	net_hostname();
	firewall_start(cmdline, limits.peer);
}

/*
 * The firewall's result is there: go on with the network, or stop here. An
 * image is tested with the kernel it comes with, so a setting that this kernel
 * refuses is a defect of the image, and what it protects from is not known.
 */
static void decide(void)
{
	bool filtered = firewall_state() == FIREWALL_LOADED;

	decided = true;
	if (filtered && settings_made) {
		net_start();
		serves = true;
		return;
	}
	handover_wipe(handover);
	if (!filtered)
		warn("NO NETWORK: the packet filter is not loaded. "
		     "Repair the image or its command line and boot again.");
	if (!settings_made)
		warn("NO NETWORK: the kernel's settings are not made in full, see above. "
		     "Repair the image and boot again.");
	/* Belt and braces: without an interface there is nothing to forward. */
	sysctl_write("net/ipv4/ip_forward", "0");
	sysctl_write("net/ipv6/conf/all/forwarding", "0");
}

static void announce_ready(void)
{
	int64_t now = clock_now();

	ready = true;
	printf("mayfly: ready seconds=%d.%02d\n", (int)(now / 1000),
	       (int)(now % 1000 / 10));
}

/* Why this package can never be healthy; NULL: it may be. */
static const char *lost(void)
{
	static char why[64];
	int status;

	if (decided && firewall_state() != FIREWALL_LOADED)
		return "the packet filter is not loaded";
	if (decided && !settings_made)
		return "the kernel's settings are not made";
	if (!role_failed(&status))
		return NULL;
	snprintf(why, sizeof(why), "its role ended with status %d", status);
	return why;
}

/* A trial, or what comes after it. Returns when to call again. */
static int64_t go_on(void)
{
	const char *why = lost();
	bool works = net_ready() && role_done();
	int64_t due = trial_tick(works, net_ready(), why);

	/* The next package may mend what keeps this one from getting ready. */
	if (upgrades && !looks && !trial_runs() &&
	    (works || (why && net_ready()))) {
		looks = true;
		upgrade_start();
	}
	return due;
}

/* Whatever can be done now. Returns the milliseconds until more can be. */
static int step(void)
{
	int64_t due, now;

	if (!decided && firewall_state() != FIREWALL_LOADING)
		decide();
	due = net_step();
	due = clock_min(due, ntp_tick(net_ready()));
	if (serves && !role_started && ntp_settled()) {
		role_started = true;
		role_start(handover);
	}
	due = clock_min(due, role_tick(net_ready()));
	due = clock_min(due, upgrade_tick());
	due = clock_min(due, service_tick(&shell));
	if (!ready && net_ready() && role_ready())
		announce_ready();
	due = clock_min(due, go_on());
	due = clock_min(due, watchdog_feed());
	now = clock_now();
	if (due == CLOCK_NEVER)
		return -1;
	return due <= now ? 0 : due - now > 60000 ? 60000 : (int)(due - now);
}

static void reap(void)
{
	int wstatus;
	pid_t pid;

	while ((pid = waitpid(-1, &wstatus, WNOHANG)) > 0)
		if (!firewall_exited(pid, wstatus) &&
		    !net_exited(pid, wstatus) &&
		    !role_exited(pid, wstatus) &&
		    !ntp_exited(pid, wstatus) &&
		    !upgrade_exited(pid, wstatus) &&
		    !health_exited(pid, wstatus))
			service_exited(&shell, pid, wstatus);
}

/* Signals as busybox's halt, poweroff and reboot send them to process 1. */
static void handle(const struct signalfd_siginfo *info)
{
	switch (info->ssi_signo) {
	case SIGCHLD:
		reap();
		break;
	case SIGUSR1:
	case SIGUSR2:
	case SIGPWR:
		power_down(POWER_OFF);
	case SIGTERM:
		power_down(POWER_REBOOT);
	case SIGINT:
		/* From the kernel: ctrl-alt-del. A keyboard has no say here. */
		if (info->ssi_code == SI_USER)
			power_down(POWER_REBOOT);
		warn("ctrl-alt-del is ignored");
	}
}

/* Never returns, whatever fails. */
static void run(void)
{
	struct signalfd_siginfo info;
	struct pollfd p[5];

	for (;;) {
		int timeout = step();

		p[0] = (struct pollfd){.fd = signals, .events = POLLIN};
		p[1] = (struct pollfd){.fd = net_fd(), .events = POLLIN};
		p[2] = (struct pollfd){.fd = upgrade_fd(), .events = POLLIN};
		p[3] = (struct pollfd){.fd = ntp_fd(), .events = POLLIN};
		p[4] = (struct pollfd){.fd = dns_fd(), .events = POLLIN};
		/* Without signalfd, look for ended children now and then. */
		if (signals < 0 && (timeout < 0 || timeout > 100))
			timeout = 100;
		poll(p, 5, timeout);
		if (signals < 0)
			reap();
		else
			while (read(signals, &info, sizeof(info)) ==
			       sizeof(info))
				handle(&info);
		if (p[1].revents)
			net_events();
		if (p[2].revents)
			upgrade_events();
		if (p[3].revents)
			ntp_events();
		if (p[4].revents)
			dns_events();
	}
}

int main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *name = slash ? slash + 1 : argc > 0 ? argv[0] : "";

	whole_lines();
	progname = "init";
	if (!strcmp(name, "dhcp-hook"))
		return hook_main(argc, argv, AF_INET);
	if (!strcmp(name, "dhcp6-hook"))
		return hook_main(argc, argv, AF_INET6);
	if (argc == 4 && !strcmp(argv[1], "--check"))
		finish(check(argv[2], argv[3]));
	if (getpid() != 1) {
		about(argc, argv, USAGE "\n");
		warn(USAGE);
		return EXIT_USAGE;
	}
	console_hold();
	set_signals();
	setup();
	run();
}
