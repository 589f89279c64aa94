// sources: tools/lib/err.c tools/lib/seccomp.c tools/net/console.c tools/net/relay.c tools/lib/cmdline.c tools/lib/addr.c tools/net/sysctl.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* When a service that ended is started again; its clock is ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/net/supervise.c"

static int64_t now;

int64_t clock_now(void)
{
	return now;
}

int64_t clock_min(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* A service that runs as process 77 since started. */
static struct service running(enum restart restart, int64_t started)
{
	struct service s = {.name = "test", .restart = restart};

	s.state = SERVICE_RUNS;
	s.pid = 77;
	s.started = started;
	return s;
}

enum { STATUS_0 = 0, STATUS_3 = 3 << 8, SIGNAL_9 = 9 };

static void endings(void **state)
{
	struct service s = running(RESTART_NEVER, 0);

	(void)state;
	assert_false(service_exited(&s, 78, STATUS_0)); /* not ours */
	assert_int_equal(s.state, SERVICE_RUNS);
	assert_true(service_exited(&s, 77, STATUS_3));
	assert_int_equal(s.state, SERVICE_ENDED);
	assert_int_equal(s.status, 3);
	assert_false(service_exited(&s, 77, STATUS_0));
	s = running(RESTART_FAILED, 0);
	assert_true(service_exited(&s, 77, STATUS_0));
	assert_int_equal(s.state, SERVICE_ENDED);
	s = running(RESTART_FAILED, 0);
	assert_true(service_exited(&s, 77, SIGNAL_9));
	assert_int_equal(s.state, SERVICE_WAITS);
	assert_int_equal(s.status, 128 + 9);
	s = running(RESTART_ALWAYS, 0);
	assert_true(service_exited(&s, 77, STATUS_0));
	assert_int_equal(s.state, SERVICE_WAITS);
}

/* An answer is not asked for again; what was no answer is. */
static void answers(void **state)
{
	static const enum restart kinds[] = {RESTART_FAILED, RESTART_ALWAYS};
	static const char *const argv[] = {"/bin/role", NULL};

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		for (int status = 0; status <= 4; status++) {
			struct service s = running(kinds[k], 0);
			bool final = kinds[k] == RESTART_FAILED && status < 3;

			s.argv = argv;
			assert_true(service_exited(&s, 77, status << 8));
			assert_int_equal(s.status, status);
			assert_int_equal(s.state, final ? SERVICE_ENDED
							: SERVICE_WAITS);
			assert_int_equal(service_tick(&s),
					 final ? CLOCK_NEVER : s.due);
		}
	}
}

static void back_off(void **state)
{
	static const int seconds[] = {1, 2, 4, 8, 16, 32, 64, 64, 64};
	struct service s = running(RESTART_FAILED, 0);

	(void)state;
	for (size_t i = 0; i < sizeof(seconds) / sizeof(*seconds); i++) {
		s.state = SERVICE_RUNS;
		s.pid = 77;
		s.started = now;
		assert_true(service_exited(&s, 77, STATUS_3));
		assert_int_equal(s.due - now, seconds[i] * 1000);
		assert_int_equal(service_tick(&s), s.due);
		assert_int_equal(s.state, SERVICE_WAITS);
		now = s.due;
	}
	/* A run of more than a minute was a good one. */
	s.state = SERVICE_RUNS;
	s.pid = 77;
	s.started = now - LONG_RUN - 1;
	assert_true(service_exited(&s, 77, STATUS_3));
	assert_int_equal(s.due - now, 1000);
}

static void stopping(void **state)
{
	struct service s = running(RESTART_ALWAYS, 0);

	(void)state;
	s.state = SERVICE_WAITS;
	s.due = now;
	service_stop(&s); /* must not come back */
	assert_int_equal(service_tick(&s), CLOCK_NEVER);
	assert_int_equal(s.state, SERVICE_IDLE);
}

/* A program that is not there: the child says so, the service waits. */
static void no_program(void **state)
{
	static const char *const argv[] = {"/nonexistent/program", NULL};
	struct service s = {.name = "test", .argv = argv,
			    .restart = RESTART_FAILED, .debug_tty = true};
	int wstatus;

	(void)state;
	service_start(&s, -1);
	assert_int_equal(s.state, SERVICE_RUNS);
	assert_int_equal(waitpid(s.pid, &wstatus, 0), s.pid);
	assert_true(service_exited(&s, s.pid, wstatus));
	assert_int_equal(s.status, EXIT_NOT_STARTED);
	assert_int_equal(s.state, SERVICE_WAITS);
}

/* The status that s ends with. */
static int run(struct service *s)
{
	int wstatus;

	service_start(s, -1);
	assert_int_equal(waitpid(s->pid, &wstatus, 0), s->pid);
	assert_true(service_exited(s, s->pid, wstatus));
	return s->status;
}

/*
 * A list of calls holds from execve() on: without that one the child is killed,
 * with it the program would be looked for.
 */
static void limited(void **state)
{
	static const char *const argv[] = {"/nonexistent/program", NULL};
	static const struct seccomp_rule none[] = {ALLOW_END};
	static const struct seccomp_rule some[] = {ALLOW(execve), ALLOW_END};
	struct service s = {.name = "test", .argv = argv,
			    .uid = UID_ROOT, .caps = UINT64_MAX};

	(void)state;
	s.calls = some;
	assert_int_equal(run(&s), EXIT_NOT_STARTED);
	s.calls = none;
	assert_int_equal(run(&s), EXIT_SIGNAL + SIGSYS);
}

/* Its bounds are there when the program runs, and only if it has some. */
static void bounded(void **state)
{
	static const char *const shell[] = {
	    "/bin/sh", "-c",
	    "while read -r a b c soft hard rest; do case $a-$b-$c in "
	    "Max-address-space) m=$soft,$hard ;; "
	    "Max-processes-*) p=$c,$soft ;; esac; done </proc/self/limits; "
	    "[ $m-$p = 67108864,67108864-18,18 ]",
	    NULL};
	struct service s = {.name = "test", .argv = shell,
			    .uid = UID_ROOT, .caps = UINT64_MAX};

	(void)state;
	s.memory = 64 << 20;
	s.processes = 18;
	assert_int_equal(run(&s), 0);
	s.memory = s.processes = 0;
	assert_int_equal(run(&s), 1);
}

static void reasons(void **state)
{
	(void)state;
	assert_string_equal(service_reason(EXIT_SIGNAL + SIGSYS),
			    " (it tried a forbidden system call)");
	assert_string_equal(service_reason(EXIT_SIGNAL + SIGKILL), "");
	assert_string_equal(service_reason(0), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(endings), cmocka_unit_test(answers),
		cmocka_unit_test(back_off),
		cmocka_unit_test(stopping), cmocka_unit_test(no_program),
		cmocka_unit_test(limited), cmocka_unit_test(bounded), cmocka_unit_test(reasons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
