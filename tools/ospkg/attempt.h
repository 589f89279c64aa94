/* SPDX-License-Identifier: BSD-2-Clause */
/* One try at one OS package: get it, check it, take out what is started. */
#ifndef MAYFLY_STBOOT_ATTEMPT_H
#define MAYFLY_STBOOT_ATTEMPT_H

#include <stdint.h>

#include "check.h"

struct attempt {
	const char *url;  /* of the descriptor; NULL: from the boot medium, */
	const char *file; /* below /ospkg/, without its suffix */
	const struct trustdir *trust;
	int64_t deadline; /* clock_now() */
};

/* What may be started. */
struct verified {
	int kernel, initramfs; /* sealed, open for reading only */
	struct check_result package;
};

/*
 * Returns an exit status: 0 with *out, whose descriptors are then the
 * caller's; 1 refused; 3 could not be had. Why is on the console.
 */
int attempt_run(const struct attempt *a, struct verified *out);

#endif
