/* SPDX-License-Identifier: BSD-2-Clause */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdnoreturn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../net/clock.h"
#include "err.h"

/* Nobody types at a child; what it prints is all it has of the console. */
static void close_stdin(void)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (null >= 0)
		dup2(null, STDIN_FILENO);
	else
		close(STDIN_FILENO);
}

static noreturn void in_child(enum sandbox kind,
    const struct sandbox_limits *limits, const int *keep, size_t n,
    int (*run)(const void *arg), const void *arg)
{
	sigset_t none;
	struct why why;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_IGN);
	close_stdin();
	if (sandbox_enter(kind, limits, keep, n, &why)) {
		warn("enter the sandbox: %s", why.text);
		_exit(EXIT_UNKNOWN);
	}
	_exit(run(arg));
}

int child_start(struct child *c, enum sandbox kind,
    const struct sandbox_limits *limits, const int *keep, size_t n,
    int (*run)(const void *arg), const void *arg)
{
	c->status = CHILD_RUNS;
	c->pid = fork();
	if (c->pid == 0)
		in_child(kind, limits, keep, n, run, arg);
	if (c->pid < 0) {
		warn("fork:");
		c->pid = 0;
		c->status = EXIT_UNKNOWN;
		return -1;
	}
	return 0;
}

static void ended(struct child *c, int wstatus)
{
	c->pid = 0;
	if (WIFEXITED(wstatus)) {
		c->status = WEXITSTATUS(wstatus);
		return;
	}
	c->status = CHILD_KILLED;
	if (WTERMSIG(wstatus) != SIGKILL)
		warn("the process that %s was ended by signal %d (%s)", c->name,
		    WTERMSIG(wstatus), WTERMSIG(wstatus) == SIGSYS
			? "it tried what it must not" : "it crashed");
}

/* True if it has ended, now or before. */
static bool reap(struct child *c)
{
	int wstatus;

	if (c->pid == 0)
		return true;
	if (waitpid(c->pid, &wstatus, WNOHANG) != c->pid)
		return false;
	ended(c, wstatus);
	return true;
}

void child_wait(struct child *c, int64_t until)
{
	sigset_t chld;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	while (!reap(c)) {
		int64_t left = until - clock_now();
		struct timespec t;

		if (left <= 0)
			return;
		/* Whatever became of a signal: look each second. */
		if (left > 1000)
			left = 1000;
		t.tv_sec = left / 1000;
		t.tv_nsec = left % 1000 * 1000000;
		sigtimedwait(&chld, NULL, &t);
	}
}

void child_end(struct child *c)
{
	int wstatus;

	if (c->pid == 0)
		return;
	kill(c->pid, SIGKILL);
	while (waitpid(c->pid, &wstatus, 0) < 0 && errno == EINTR)
		;
	c->pid = 0;
	c->status = CHILD_KILLED;
}
