// sources: tools/init/limits.c tools/net/sysctl.c tools/lib/err.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* What ten hostile peers may take leaves enough of everything, at any memory size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../tools/init/limits.h"

enum { HOSTILE = 10, FAMILIES = 2, CLASSES = 2, UDP_PORTS = 32768 };
#define MIB (UINT64_C(1) << 20)

static void shares(void **unused)
{
	(void)unused;
	for (uint64_t mib = 24; mib <= UINT64_C(1) << 22; mib += 1 + mib / 16) {
		struct limits l = limits_of(mib * MIB);

		assert_true(HOSTILE * FAMILIES * CLASSES * l.peer <=
			    l.connections / 3 * 2);
		assert_true(HOSTILE * l.peer <= UDP_PORTS / 3 * 2);
		/* Chains that the kernel does not cut (50 at least). */
		assert_true(l.connections * 2 / l.buckets <= 10);
		/* The tables are a fifth of the memory, and not more. */
		assert_true(l.connections * UINT64_C(320) +
				l.buckets * UINT64_C(8) <= mib * MIB / 5);
		assert_true(l.fragments <= mib * MIB / 32);
		/* Enough for who just looks at pages. */
		assert_true(l.peer >= 128);
	}
}

static void sizes(void **unused)
{
	struct limits l = limits_of(UINT64_C(1) << 40);

	(void)unused;
	assert_int_equal(l.connections, 262144);
	assert_int_equal(l.buckets, 65536);
	assert_int_equal(l.peer, 2048);
	assert_int_equal(l.fragments, 4194304);
	l = limits_of(48 * MIB);
	assert_int_equal(l.connections, 24576);
	assert_int_equal(l.peer, 384);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(shares),
					   cmocka_unit_test(sizes)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
