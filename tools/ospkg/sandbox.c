/* SPDX-License-Identifier: BSD-2-Clause */
#include "sandbox.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../http/fetch_calls.h"
#include "seccomp.h"

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

/* Users that own nothing on the medium; one each, so neither can signal. */
static const uid_t users[] = {[SANDBOX_CHECK] = 110, [SANDBOX_FETCH] = 111};

/* What libc, OpenSSL and zlib need to work on open files. */
static const struct seccomp_rule common_calls[] = {
	ALLOW(pread64), ALLOW(pwrite64), ALLOW(lseek), ALLOW(fstat),
	ALLOW(ftruncate), ALLOW(fcntl), ALLOW(getrandom), ALLOW(clock_nanosleep),
	ALLOW(nanosleep), ALLOW(gettimeofday), ALLOW(getpid), ALLOW(gettid),
	ALLOW(getuid), ALLOW(geteuid), ALLOW(getgid), ALLOW(getegid),
	ALLOW(sched_yield),
	ALLOW_END
};

/* The way to such a child, for its parent; and what attempt.c does besides. */
static const struct seccomp_rule parent_calls[] = {
	ALLOW(fork), ALLOW(set_tid_address), ALLOW(wait4),
	ALLOW(rt_sigtimedwait), ALLOW(kill), ALLOW(prctl), ALLOW(capset),
	ALLOW(setgroups), ALLOW(setresuid), ALLOW(setresgid), ALLOW(prlimit64),
	ALLOW(memfd_create), ALLOW(dup2), ALLOW(pipe2),
	ALLOW_END
};

static int set_limit(int what, uint64_t value)
{
	struct rlimit r = {.rlim_cur = value, .rlim_max = value};

	return setrlimit(what, &r);
}

static int set_limits(const struct sandbox_limits *l)
{
	return set_limit(RLIMIT_AS, l->memory) ||
	    set_limit(RLIMIT_FSIZE, l->file_size) ||
	    set_limit(RLIMIT_CORE, 0) || set_limit(RLIMIT_NPROC, 0) ||
	    set_limit(RLIMIT_NOFILE, 64);
}

/* None in any other set either (the change of user cleared most). */
static int drop_capabilities(void)
{
	struct __user_cap_header_struct head = {
	    .version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {{0}, {0}};

	return (int)syscall(SYS_capset, &head, none);
}

static bool is_kept(int fd, const int *keep, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (keep[i] == fd)
			return true;
	return fd <= STDERR_FILENO;
}

/* A step that failed with errno. ENOSYS: this kernel was built without it. */
static int failed(const char *what, const char *option, struct why *why)
{
	if (errno == ENOSYS && option)
		why_set(why, "%s: this kernel lacks %s, see stboot(8)", what,
		    option);
	else
		why_set(why, "%s: %s", what, strerror(errno));
	return -1;
}

/* Another user: without groups, capabilities, and a way to get them back. */
static int change_user(uid_t user, struct why *why)
{
	static const char option[] = "CONFIG_MULTIUSER";

	if (setgroups(0, NULL))
		return failed("setgroups", option, why);
	/* The bounding set first, while that is still allowed. */
	for (int cap = 0; cap <= CAP_LAST_CAP; cap++)
		if (prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) && errno != EINVAL)
			return failed("drop the bounding set", NULL, why);
	if (setresgid(user, user, user) || setresuid(user, user, user))
		return failed("become another user", option, why);
	return drop_capabilities() ? failed("capset", option, why) : 0;
}

int sandbox_enter(enum sandbox kind, const struct sandbox_limits *limits,
    const int *keep, size_t n, struct why *why)
{
	for (int fd = 0; fd < 256; fd++)
		if (!is_kept(fd, keep, n))
			close(fd);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || set_limits(limits) ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return failed("set limits", NULL, why);
	if (change_user(users[kind], why))
		return -1;
	if (!seccomp_limit(common_calls,
		kind == SANDBOX_FETCH ? fetch_calls : NULL))
		return 0;
	/* What prctl() says of an operation that it was built without. */
	if (errno == EINVAL)
		errno = ENOSYS;
	return failed("limit the system calls", "CONFIG_SECCOMP_FILTER", why);
}

int sandbox_limit_parent(void)
{
	static struct seccomp_rule more[FETCH_CALLS + LEN(parent_calls)];
	size_t n = 0;

	for (; fetch_calls[n].nr >= 0; n++)
		more[n] = fetch_calls[n];
	memcpy(more + n, parent_calls, sizeof(parent_calls));
	return seccomp_limit(common_calls, more);
}
