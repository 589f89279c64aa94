// sources: tools/lib/seccomp.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* What a limited process may do, and that anything else ends it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../tools/lib/seccomp.h"

enum { FINE = 7, X32 = 0x40000000 };

static const struct seccomp_rule calls[] = {
	ALLOW(getppid), ALLOW(dup),
	ALLOW_SOCKET(AF_UNIX, SOCK_DGRAM),
	ALLOW_SOCKET(AF_UNIX, SOCK_SEQPACKET),
	ALLOW_IF(socket, 0, ALL_BITS, AF_NETLINK),
	ALLOW_IF(prctl, 0, ALL_BITS, PR_SET_SECCOMP),
	ALLOW_END
};
static const struct seccomp_rule more[] = {ALLOW(getuid), ALLOW_END};
static const struct seccomp_rule few[] = {ALLOW(getppid), ALLOW_END};

static void *page(int prot)
{
	return mmap(NULL, 4096, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

/* How a child that does it, limited or not, ends: FINE, or 128 + signal. */
static int fate(void (*what)(void), bool limited)
{
	static const struct rlimit none = {0, 0};
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		/* No core files, which the kernel would want to write. */
		setrlimit(RLIMIT_CORE, &none);
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
		    (limited && seccomp_limit(calls, more)))
			_exit(1);
		what();
		_exit(FINE);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void permitted(void)
{
	int fd = dup(STDOUT_FILENO);
	void *p = page(PROT_READ | PROT_WRITE);

	if (getppid() < 1 || fd < 0 || close(fd) || getuid() == (uid_t)-1 ||
	    p == MAP_FAILED || mprotect(p, 4096, PROT_READ) || munmap(p, 4096))
		_exit(2);
	/* Either may fail, where a machine has none; it may be asked. */
	close(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
	close(socket(AF_UNIX, SOCK_SEQPACKET, 0));
	close(socket(AF_NETLINK, SOCK_DGRAM, 0));
	close(socket(AF_NETLINK, SOCK_RAW, 0));
}

static void other_call(void)
{
	getpriority(PRIO_PROCESS, 0);
}

static void other_argument(void)
{
	socket(AF_INET, SOCK_DGRAM, 0);
}

/* Each half of it is right in some rule. */
static void other_second_argument(void)
{
	socket(AF_UNIX, SOCK_STREAM, 0);
}

static void other_first_argument(void)
{
	socket(AF_INET, SOCK_SEQPACKET, 0);
}

static void executable(void)
{
	page(PROT_READ | PROT_EXEC);
}

static void made_executable(void)
{
	mprotect(page(PROT_READ), 4096, PROT_READ | PROT_EXEC);
}

/* With the number of a call that is on the list. */
static void x32(void)
{
	syscall(X32 | SYS_getppid);
}

/* The same call with its number there, in a kernel that has it. */
static void i386(void)
{
	long nr = 64;

	__asm__ volatile("int $0x80" : "+a"(nr) : : "memory", "r8", "r9",
			 "r10", "r11");
}

static void given_up(void)
{
	if (seccomp_limit(few, NULL))
		_exit(2);
	getppid();
	getuid();
}

static void not_given_up(void)
{
	if (seccomp_limit(few, NULL))
		_exit(2);
	getppid();
}

static void allowed(void **unused)
{
	(void)unused;
	assert_int_equal(fate(permitted, true), FINE);
}

/* Each ends a limited process, and only that. */
static void forbidden(void **unused)
{
	static void (*const what[])(void) = {
	    other_call,		   other_argument, other_second_argument,
	    other_first_argument, executable,	   made_executable, x32};

	(void)unused;
	for (size_t i = 0; i < sizeof(what) / sizeof(*what); i++) {
		assert_int_equal(fate(what[i], false), FINE);
		assert_int_equal(fate(what[i], true), 128 + SIGSYS);
	}
}

static void other_architecture(void **unused)
{
	(void)unused;
	if (fate(i386, false) != FINE)
		skip(); /* this kernel has none */
	assert_int_equal(fate(i386, true), 128 + SIGSYS);
}

static void twice(void **unused)
{
	(void)unused;
	assert_int_equal(fate(not_given_up, true), FINE);
	assert_int_equal(fate(given_up, true), 128 + SIGSYS);
}

/* A list that does not fit is no list. */
static void too_many(void **unused)
{
	struct seccomp_rule rule[300];

	(void)unused;
	for (size_t i = 0; i < 300; i++)
		rule[i] = (struct seccomp_rule)ALLOW(getppid);
	rule[299].nr = -1;
	assert_int_equal(seccomp_limit(rule, NULL), -1);
	assert_int_equal(errno, E2BIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allowed), cmocka_unit_test(forbidden),
		cmocka_unit_test(other_architecture), cmocka_unit_test(twice),
		cmocka_unit_test(too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
