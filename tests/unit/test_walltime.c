/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/lib/cmdline.c tools/lib/addr.c tools/lib/err.c tools/lib/num.c tools/st/why.c
// libs:
/* The time that one kernel hands to the next is later than all its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <time.h>

#include "../../tools/net/sysclock.h"

#define MADE INT64_C(1795392000)
#define LATEST INT64_C(2744064000)

static struct sysclock_known got;
static int64_t now, handed;
static int slow[2], loads;

static time_t our_time(time_t *out)
{
	(void)out;
	return now;
}

#define time our_time
#include "../../tools/init/walltime.c"

void sysclock_start(const struct sysclock_known *k, bool say)
{
	assert_false(say);
	got = *k;
}

int64_t sysclock_made(void)
{
	return MADE;
}

int64_t sysclock_latest(void)
{
	return LATEST;
}

int clocknote_write(const char *path)
{
	assert_string_equal(path, "/run/clock");
	return 0;
}

/* Takes slow[] seconds, and the files. */
void kexec_unload(void)
{
}

int kexec_load(const struct verified *v, struct why *why)
{
	handed = v->package.time;
	assert_true(loads < 2);
	now += slow[loads++];
	assert_int_equal(close(v->kernel), 0);
	assert_int_equal(close(v->initramfs), 0);
	if (slow[loads - 1] >= 0)
		return 0;
	why_set(why, "refused");
	return -1;
}

static void started(void **state)
{
	(void)state;
	walltime_start("quiet", 0);
	assert_int_equal(got.least, 0);
	assert_false(got.handed);
	assert_int_equal(walltime_least(), MADE);
	walltime_start("stboot.time=1800000000 stboot.time=9 -- stboot.time=8", 0);
	assert_int_equal(got.least, 1800000000);
	assert_false(got.handed);
	assert_int_equal(walltime_least(), 1800000000);
	walltime_start("stboot.time=1800000000", 1800000007);
	assert_int_equal(got.least, 1800000007);
	assert_true(got.handed);
	walltime_start("stboot.time=1800000009", 1800000007);
	assert_int_equal(got.least, 1800000009);
	assert_true(got.handed);
	walltime_start("stboot.time=99999999999 stboot.time=5", 0);
	assert_int_equal(got.least, 0);
	walltime_start("stboot.time=-5", 0);
	assert_int_equal(got.least, 0);
	walltime_start("stboot.time=7000000000", 0);
	assert_int_equal(walltime_least(), MADE);
}

static struct verified package(int64_t time)
{
	struct verified v = {.kernel = memfd_create("k", 0),
			     .initramfs = memfd_create("i", 0)};

	v.package.time = time;
	loads = 0;
	handed = 0;
	now = 1800000000;
	return v;
}

static void loaded(void **state)
{
	struct verified v = package(0);
	struct why why;

	(void)state;
	slow[0] = 0;
	assert_int_equal(walltime_load(&v, &why), 0);
	assert_int_equal(loads, 1);
	assert_true(handed > now + 1);
	assert_true(handed <= now + 5);
	assert_int_equal(fcntl(v.kernel, F_GETFD), -1);
	assert_int_equal(fcntl(v.initramfs, F_GETFD), -1);
	/* Signed later than that, by what the clock says. */
	v = package(1900000000);
	assert_int_equal(walltime_load(&v, &why), 0);
	assert_int_equal(handed, 1900000000);
	v = package(LATEST + 1);
	assert_int_equal(walltime_load(&v, &why), 0);
	assert_true(handed <= now + 5);
	/* It took longer than expected: once more, with more. */
	v = package(0);
	slow[0] = slow[1] = 20;
	assert_int_equal(walltime_load(&v, &why), 0);
	assert_int_equal(loads, 2);
	assert_true(handed > now + 1);
	v = package(0);
	slow[0] = -1;
	assert_int_equal(walltime_load(&v, &why), -1);
	assert_int_equal(loads, 1);
	assert_string_equal(why.text, "refused");
	assert_int_equal(fcntl(v.kernel, F_GETFD), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(started),
	    cmocka_unit_test(loaded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
