/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asker: process 1 of a guest that is there to be measured. It says on the
 * console, each line in one write:
 *
 *	asker: clock=SECONDS		the kernel's clock when it began
 *	asker: total=KIB free=KIB	MemTotal and MemAvailable then
 *	asker: call TABLE NUMBER ANSWER	for each number of each table
 *	asker: end
 *
 * TABLE is 64, or 32 for calls by int 0x80. ANSWER is "absent" if the kernel
 * says ENOSYS, and else what shows that there is something: "returns",
 * "killed" (a signal ended the caller) or "stays" (no answer within a second).
 *
 * Each call is made by a child, with all arguments -1; if that gives ENOSYS,
 * with all arguments 0, and then 1: modify_ldt, futex and ipc give it for an
 * operation that they do not know. None of these is a pointer, one of reboot's
 * magic numbers, or a signal that process 1, which has no handler, would feel;
 * so no child can harm another process or end the guest. A child has no open
 * file.
 *
 * With the argument "brief" no call is asked for.
 */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	LAST = 600,	  /* no kernel has a call above 547 */
	GETPID_32 = 20,
	CONSOLE_OFF = 6,  /* of syslog(2) */
	STATUS_ABSENT = 77,
	ENOSYS_RAW = -38, /* as the kernel returns it */
};

static void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static void say(const char *fmt, ...)
{
	char line[256];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n > 0 && n < (int)sizeof(line) && write(1, line, (size_t)n) != n)
		_exit(1);
}

static long call64(long number, long arg)
{
	register long r10 __asm__("r10") = arg;
	register long r8 __asm__("r8") = arg;
	register long r9 __asm__("r9") = arg;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(arg), "S"(arg), "d"(arg), "r"(r10),
			   "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}

/* The sixth argument is what %ebp happens to be: the compiler wants to keep it. */
static long call32(long number, long arg)
{
	int result;

	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"((int)number), "b"((int)arg), "c"((int)arg),
			   "d"((int)arg), "S"((int)arg), "D"((int)arg)
			 : "r8", "r9", "r10", "r11", "memory");
	return result;
}

static const sigset_t *child_signal(void)
{
	static sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	return &set;
}

/* Wait for the child for a second, then end it. Returns whether it had ended. */
static bool ended(pid_t child, int *status)
{
	struct timespec now, end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec++;
	for (;;) {
		struct timespec left = {.tv_nsec = 100 * 1000 * 1000};
		pid_t pid;

		/* What a child left behind is ours, too, and is let go. */
		while ((pid = waitpid(-1, status, WNOHANG | __WALL)) > 0)
			if (pid == child)
				return true;
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec > end.tv_sec || (now.tv_sec == end.tv_sec &&
						now.tv_nsec >= end.tv_nsec))
			break;
		sigtimedwait(child_signal(), NULL, &left);
	}
	kill(child, SIGKILL);
	while (waitpid(child, status, 0) == -1 && errno == EINTR)
		;
	return false;
}

/* What the call gives with all arguments arg. */
static const char *ask(int table, long number, long arg)
{
	int status = 0;
	pid_t child = fork();

	if (child == -1) {
		say("asker: fork: %s\n", strerror(errno));
		return "unknown";
	}
	if (child == 0) {
		long result;

		for (int fd = 0; fd < 3; fd++)
			close(fd);
		result = table == 64 ? call64(number, arg)
				     : call32(number, arg);
		_exit(result == ENOSYS_RAW ? STATUS_ABSENT : 0);
	}
	if (!ended(child, &status))
		return "stays";
	if (WIFSIGNALED(status))
		return "killed";
	return WEXITSTATUS(status) == STATUS_ABSENT ? "absent" : "returns";
}

static bool absent(const char *answer)
{
	return strcmp(answer, "absent") == 0;
}

static void ask_all(int table)
{
	for (long number = 0; number <= LAST; number++) {
		const char *answer = "absent";

		for (long arg = -1; arg <= 1 && absent(answer); arg++)
			answer = ask(table, number, arg);
		say("asker: call %d %ld %s\n", table, number, answer);
	}
}

/* A figure of /proc/meminfo, in KiB, or -1. */
static long memory(const char *name)
{
	FILE *f = fopen("/proc/meminfo", "r");
	char line[256];
	long value = -1;
	size_t n = strlen(name);

	if (f == NULL)
		return -1;
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, name, n) == 0 && line[n] == ':')
			value = strtol(line + n + 1, NULL, 10);
	fclose(f);
	return value;
}

int main(int argc, char **argv)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	/* No message of the kernel's between two letters of ours. */
	klogctl(CONSOLE_OFF, NULL, 0);
	say("asker: clock=%lld.%06ld\n", (long long)now.tv_sec,
	    now.tv_nsec / 1000);
	mkdir("/proc", 0755);
	if (mount("proc", "/proc", "proc", 0, NULL) == -1)
		say("asker: mount /proc: %s\n", strerror(errno));
	say("asker: total=%ld free=%ld\n", memory("MemTotal"),
	    memory("MemAvailable"));
	sigprocmask(SIG_BLOCK, child_signal(), NULL);
	if (argc < 2 || strcmp(argv[1], "brief") != 0) {
		ask_all(64);
		/* Without its table int 0x80 is a fault, whatever the number. */
		if (strcmp(ask(32, GETPID_32, 0), "returns") == 0)
			ask_all(32);
	}
	say("asker: end\n");
	/* With QEMU's -no-reboot this ends the guest, whatever its ACPI can. */
	reboot(RB_AUTOBOOT);
	return 1;
}
