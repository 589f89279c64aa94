// sources: tools/lib/whole.c
/* SPDX-License-Identifier: BSD-2-Clause */
/* A line on stderr is written at its end, in one piece. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "whole.h"

static void one_piece(void **state)
{
	char long_line[400], got[1024];
	int p[2], kept = dup(STDERR_FILENO);
	ssize_t before, after;

	(void)state;
	memset(long_line, 'x', sizeof(long_line) - 1);
	long_line[sizeof(long_line) - 1] = '\0';
	/* A packet is what was written at once. */
	assert_int_equal(pipe2(p, O_CLOEXEC | O_DIRECT | O_NONBLOCK), 0);
	assert_true(dup2(p[1], STDERR_FILENO) >= 0);
	whole_lines();
	fprintf(stderr, "%d %s", 1, long_line);
	before = read(p[0], got, sizeof(got));
	fprintf(stderr, " %d\n", 2);
	after = read(p[0], got, sizeof(got));
	assert_true(dup2(kept, STDERR_FILENO) >= 0);
	assert_int_equal(before, -1);
	assert_int_equal(after, 2 + strlen(long_line) + 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_piece),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
