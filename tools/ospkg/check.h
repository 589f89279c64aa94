/* SPDX-License-Identifier: BSD-2-Clause */
/* The child that decides: is this package signed, and what is in it? */
#ifndef MAYFLY_OSPKG_CHECK_H
#define MAYFLY_OSPKG_CHECK_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "../st/trustdir.h"
#include "verified.h"

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
	const unsigned char *known; /* SHA-256 of a package, for check_known() */
	time_t now;
	time_t latest; /* 0, or that is a guess: it may be as late as this */
};

/*
 * Hash the archive where it lies, verify the signatures (verify.h), and only
 * then look inside and fill kernel and initramfs. Messages go to stderr.
 * Returns an exit status: 0 with a result written, 1 refused, 3 could not
 * tell (memory).
 */
int check_run(const struct check_job *job);

/*
 * Does the descriptor sign the package with job->known, by the policy? Only
 * descriptor, known, trust, now and latest of the job count. Returns an exit status; says
 * nothing but why it could not tell: that it does not sign it is no error.
 */
int check_known(const struct check_job *job);

#endif
