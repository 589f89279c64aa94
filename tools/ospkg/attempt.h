/* SPDX-License-Identifier: BSD-2-Clause */
/* One try at one OS package: get it, check it, take out what is started. */
#ifndef MAYFLY_OSPKG_ATTEMPT_H
#define MAYFLY_OSPKG_ATTEMPT_H

#include <stdint.h>

#include "check.h"

struct attempt {
	const char *url;  /* of the descriptor; NULL: from the boot medium, */
	/*
	 * Below /ospkg/, without its suffix, of less than 256 bytes. No link on
	 * the way may lead out of that folder.
	 */
	const char *file;
	const struct trustdir *trust;
	int64_t deadline; /* clock_now() */
	/*
	 * NULL, or OSPKG_HASH bytes: becomes the SHA-256 of the descriptor at
	 * url, if all that was asked for came; else it stays.
	 */
	unsigned char *seen;
};

/*
 * Returns an exit status: 0 with *out, whose descriptors are then the
 * caller's; 1 refused; 3 could not be had. Why is on the console.
 */
int attempt_run(const struct attempt *a, struct verified *out);

/*
 * Get only the descriptor at a->url. Returns an exit status: 0 it signs the
 * package with that SHA-256 by the policy; 1 it does not, so it is for another
 * package, or worth nothing; 3 it could not be had, and why is on the console.
 */
int attempt_look(const struct attempt *a, const unsigned char *hash);

#endif
