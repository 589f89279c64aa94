/* SPDX-License-Identifier: BSD-2-Clause */
/* The child that decides: is this package signed, and what is in it? */
#ifndef MAYFLY_STBOOT_CHECK_H
#define MAYFLY_STBOOT_CHECK_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "../st/osmanifest.h"
#include "../st/trustdir.h"

/* What the child works on. Descriptors are open in the parent, too. */
struct check_job {
	int descriptor;
	int archive; /* a file that nobody can change */
	uint64_t size; /* bytes of it */
	int kernel;  /* empty memory files, for what is taken out of it */
	int initramfs;
	int result;   /* a pipe: one struct check_result, if all is well */
	uint64_t max; /* bytes of kernel and initramfs together */
	const struct trustdir *trust;
	time_t now;
};

/* What a package that may be started comes down to. */
struct check_result {
	unsigned char hash[32]; /* SHA-256 of the archive */
	uint64_t size;		/* bytes of it */
	uint64_t valid;		/* signatures that count */
	char cmdline[OS_CMDLINE_MAX + 1];
	char label[256];
};

/*
 * Hash the archive where it lies, verify the signatures (verify.h), and only
 * then look inside and fill kernel and initramfs. Messages go to stderr.
 * Returns an exit status: 0 with a result written, 1 refused, 3 could not
 * tell (memory).
 */
int check_run(const struct check_job *job);

#endif
