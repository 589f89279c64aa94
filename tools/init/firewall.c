/* SPDX-License-Identifier: BSD-2-Clause */
#include "firewall.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../net/supervise.h"
#include "err.h"
#include "rules.h"
#include "seccomp.h"

enum { RULES_MAX = 32768 };

#define CAPS (UINT64_C(1) << CAP_NET_ADMIN | UINT64_C(1) << CAP_NET_RAW)

/*
 * The rules come and go by socket options; the lock is a file; and addresses are
 * looked up as libc does it, which asks the kernel for a route to itself. There
 * is no fork: it would run modprobe, if there were one.
 */
static const struct seccomp_rule calls[] = {
	ALLOW(execve), ALLOW(arch_prctl), ALLOW(set_tid_address),
	ALLOW(open), ALLOW(flock), ALLOW(fcntl), ALLOW(lseek), ALLOW(fstat),
	ALLOW(stat), ALLOW(lstat), ALLOW(newfstatat), ALLOW(statfs),
	ALLOW(getuid), ALLOW(geteuid),
	ALLOW_IF(socket, 0, ALL_BITS, AF_INET),
	ALLOW_IF(socket, 0, ALL_BITS, AF_INET6),
	ALLOW(connect), ALLOW(getsockname), ALLOW(getsockopt),
	ALLOW(setsockopt), ALLOW(nanosleep), ALLOW(clock_nanosleep),
	ALLOW_IF(ioctl, 1, ALL_BITS, TIOCGWINSZ),
	ALLOW_END
};

/*
 * One after the other: both take the same lock, and with one CPU nothing is
 * won by doing two things at once.
 */
static const char *const argv4[] = {"/bin/iptables-legacy-restore", NULL};
static const char *const argv6[] = {"/bin/ip6tables-legacy-restore", NULL};
static struct service loader[] = {
    {.name = "rules.v4", .argv = argv4, .caps = CAPS, .calls = calls},
    {.name = "rules.v6", .argv = argv6, .caps = CAPS, .calls = calls},
};
static const char *const file[] = {"/etc/iptables/rules.v4",
				   "/etc/iptables/rules.v6"};

static const int family[] = {AF_INET, AF_INET6};

static enum firewall_state state;
static struct rules values;
static size_t at;

/*
 * The filled-in rules as a file to read from; -1 after a message. The path is taken
 * below the current folder, which is "/" in an image.
 */
static int rules_open(size_t which)
{
	const char *path = file[which];
	static char text[RULES_MAX], filled[RULES_MAX];
	int fd = open(path + 1, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0) {
		warn("open %s:", path);
		return -1;
	}
	n = read(fd, text, sizeof(text)); /* from RAM: never short */
	close(fd);
	if (n < 0 || n == sizeof(text)) {
		errno = n < 0 ? errno : EFBIG;
		warn("read %s:", path);
		return -1;
	}
	n = rules_fill(text, (size_t)n, &values, family[which], filled,
		       sizeof(filled));
	if (n < 0) {
		warn("%s: an \"@\" in it is not part of @wg.port@, "
		     "@wg.ports@, @wg.more@, @tunnel@ or "
		     "@peer.connections@", path);
		return -1;
	}
	fd = memfd_create("rules", MFD_CLOEXEC);
	if (fd < 0 || write(fd, filled, (size_t)n) != n ||
	    lseek(fd, 0, SEEK_SET) != 0) {
		warn("buffer %s:", path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	return fd;
}

/* Load the next file, or come to the end. */
static void next(void)
{
	int fd;

	if (at == sizeof(loader) / sizeof(*loader)) {
		state = FIREWALL_LOADED;
		return;
	}
	fd = rules_open(at);
	if (fd < 0) {
		state = FIREWALL_REFUSED;
		return;
	}
	service_start(&loader[at], fd);
	close(fd);
	if (loader[at].state == SERVICE_ENDED)
		state = FIREWALL_REFUSED; /* not even a fork */
}

/* Take what is to be filled in; -1 after a message: not a port. */
static int set_values(const char *cmdline, unsigned int connections)
{
	char why[WG_PORT_WHY];

	values.connections = connections;
	if (rules_read(cmdline, &values, why)) {
		warn("%s", why);
		return -1;
	}
	if (values.ports.options > 1)
		warn("warning: wg.port= stands there %zu times, the last one "
		     "counts: port %d; several ports are one option, "
		     "wg.port=51820,53", values.ports.options,
		     values.ports.port[0]);
	return 0;
}

void firewall_start(const char *cmdline, unsigned int connections)
{
	if (set_values(cmdline, connections))
		state = FIREWALL_REFUSED;
	else
		next();
}

int firewall_check(const char *cmdline, unsigned int connections,
		   int out[FIREWALL_FILES])
{
	int faults = set_values(cmdline, connections) ? 1 : 0;

	for (size_t i = 0; i < FIREWALL_FILES; i++) {
		out[i] = faults ? -1 : rules_open(i);
		if (out[i] < 0)
			faults++;
	}
	return faults;
}

bool firewall_exited(pid_t pid, int wstatus)
{
	if (state != FIREWALL_LOADING ||
	    !service_exited(&loader[at], pid, wstatus))
		return false;
	if (loader[at].status) {
		warn("%s failed on %s with status %d%s", loader[at].argv[0],
		     file[at], loader[at].status,
		     service_reason(loader[at].status));
		state = FIREWALL_REFUSED;
		return true;
	}
	at++;
	next();
	return true;
}

enum firewall_state firewall_state(void)
{
	return state;
}
