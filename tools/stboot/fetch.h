/* SPDX-License-Identifier: BSD-2-Clause */
/* The child that talks to the network: descriptor and package by HTTP(S). */
#ifndef MAYFLY_STBOOT_FETCH_H
#define MAYFLY_STBOOT_FETCH_H

#include <stdint.h>

#include "../st/why.h"

struct fetch_job {
	const char *url;       /* of the descriptor; may hold user:password */
	const char *tls_roots; /* PEM text; NULL: https is refused */
	int descriptor_fd;     /* the descriptor's bytes go there, */
	int package_fd;	       /* and the package's, in order, here (a pipe) */
	uint64_t max_package;  /* bytes; a larger one is refused at once */
	int64_t deadline;      /* boottime_ms() */
};

/*
 * Download both files of one OS package. A transfer that breaks is taken up
 * where it broke, after a pause that grows, as long as there is progress.
 * Returns an exit status: 0 done; 1 what the server has is no package for us;
 * 3 it could not be had now. Unless 0, why says which stage failed. No secret
 * in a URL gets into it.
 */
int fetch_run(const struct fetch_job *job, struct why *why);

#endif
