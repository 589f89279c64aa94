/* SPDX-License-Identifier: BSD-2-Clause */
#include "supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdnoreturn.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "console.h"
#include "err.h"
#include "seccomp.h"

/* Back-off after a failure: 1, 2, 4 ... 64 s; a long run starts over. */
enum { BACKOFF_STEPS = 6, LONG_RUN = 60000 };

/* The command line put junk into our environment; children get none of it. */
static char *const environment[] = {"PATH=/bin", "HOME=/", "TERM=vt100", NULL};

/* Exit statuses as in sh: of a child that could not become its program, ... */
enum { EXIT_NOT_STARTED = 127, EXIT_SIGNAL = 128 };

/* Limit this process, for ever, to the capabilities in the mask caps. */
static int keep_caps(uid_t uid, uint64_t caps)
{
	struct __user_cap_header_struct head = {
	    .version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];
	int cap;

	for (cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
		if (!(caps >> cap & 1) && prctl(PR_CAPBSET_DROP, cap, 0, 0, 0))
			return -1;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	if (uid == UID_ROOT)
		return 0; /* exec gives root what the bounding set leaves */
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) || setgroups(0, NULL) ||
	    setresgid(uid, uid, uid) || setresuid(uid, uid, uid))
		return -1;
	for (cap = 0; cap < 2; cap++) {
		data[cap].effective = (uint32_t)(caps >> 32 * cap);
		data[cap].permitted = data[cap].effective;
		data[cap].inheritable = data[cap].effective;
	}
	if (syscall(SYS_capset, &head, data))
		return -1;
	/* Ambient: they survive the exec of a file without capabilities. */
	for (cap = 0; cap < 64; cap++)
		if ((caps >> cap & 1) &&
		    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0))
			return -1;
	return 0;
}

/* In a child: its outputs go to /dev/null already. */
static bool mute;

/* Standard input, and for a muted program the outputs. */
static int set_descriptors(const struct service *s, int stdin_fd)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0 || dup2(stdin_fd < 0 ? null : stdin_fd, STDIN_FILENO) < 0)
		return -1;
	if (!s->muted)
		return 0;
	/* In this order: null itself may be CONSOLE_FD. */
	if (dup2(null, STDOUT_FILENO) < 0 ||
	    dup2(STDERR_FILENO, CONSOLE_FD) < 0)
		return -1;
	mute = true;
	return dup2(STDOUT_FILENO, STDERR_FILENO) < 0 ? -1 : 0;
}

/* The child's last words, on the console even if it is muted. */
static noreturn void give_up(const char *what, const char *name)
{
	int saved = errno;

	if (mute)
		dup2(CONSOLE_FD, STDERR_FILENO);
	errno = saved;
	warn("%s %s:", what, name);
	_exit(EXIT_NOT_STARTED);
}

static int limit(int what, uint64_t value)
{
	struct rlimit r = {.rlim_cur = value, .rlim_max = value};

	return value ? setrlimit(what, &r) : 0;
}

/* The child: signals, descriptors, session, rights, program. */
static void become(const struct service *s, int stdin_fd)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setsid();
	if (s->debug_tty) {
		if (console_control())
			warn("console shell has no job control:");
	} else {
		if (limit(RLIMIT_AS, s->memory) ||
		    limit(RLIMIT_NPROC, s->processes) ||
		    keep_caps(s->uid, s->caps) || set_descriptors(s, stdin_fd))
			give_up("prepare", s->name);
		if (s->calls && seccomp_limit(s->calls, NULL))
			give_up("limit the system calls of", s->name);
	}
	execve(s->argv[0], (char *const *)s->argv, environment);
	give_up("execute", s->argv[0]);
}

const char *service_reason(int status)
{
	return status == EXIT_SIGNAL + SIGSYS
		   ? " (it tried a forbidden system call)" : "";
}

/* A run that ended: what next. */
static void ended(struct service *s)
{
	unsigned int step;

	s->pid = 0;
	if (s->restart == RESTART_NEVER ||
	    (s->restart == RESTART_FAILED && s->status <= EXIT_USAGE)) {
		s->state = SERVICE_ENDED;
		if (s->restart == RESTART_FAILED && s->status != EXIT_YES)
			warn("%s ended with status %d, which another try would "
			     "not change. Repair what %s said above and boot "
			     "again.",
			     s->name, s->status, s->argv[0]);
		return;
	}
	if (clock_now() - s->started > LONG_RUN)
		s->failures = 0;
	step = s->failures < BACKOFF_STEPS ? s->failures : BACKOFF_STEPS;
	s->failures++;
	s->due = clock_now() + (1000 << step);
	s->state = SERVICE_WAITS;
	warn("%s ended with status %d%s, again in %d s", s->name, s->status,
	     service_reason(s->status), 1 << step);
}

void service_start(struct service *s, int stdin_fd)
{
	s->started = clock_now();
	s->input = stdin_fd;
	s->state = SERVICE_RUNS;
	s->pid = fork();
	if (s->pid == 0)
		become(s, stdin_fd);
	if (s->pid < 0) {
		warn("fork for %s:", s->name);
		s->status = EXIT_NOT_STARTED;
		ended(s);
	}
}

void service_stop(struct service *s)
{
	if (s->state == SERVICE_RUNS)
		kill(s->pid, SIGTERM);
	s->state = SERVICE_IDLE;
	s->failures = 0;
}

bool service_exited(struct service *s, pid_t pid, int wstatus)
{
	if (s->state != SERVICE_RUNS || s->pid != pid)
		return false;
	s->status =
	    WIFEXITED(wstatus) ? WEXITSTATUS(wstatus)
			       : EXIT_SIGNAL + WTERMSIG(wstatus);
	ended(s);
	return true;
}

int64_t service_tick(struct service *s)
{
	if (s->state != SERVICE_WAITS)
		return CLOCK_NEVER;
	if (s->due <= clock_now())
		service_start(s, s->input);
	return s->state == SERVICE_WAITS ? s->due : CLOCK_NEVER;
}
