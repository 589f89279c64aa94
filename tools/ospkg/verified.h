/* SPDX-License-Identifier: BSD-2-Clause */
/* An OS package that was verified, and how one process hands it to another. */
#ifndef MAYFLY_OSPKG_VERIFIED_H
#define MAYFLY_OSPKG_VERIFIED_H

#include <stdint.h>

#include "../st/osmanifest.h"

enum { OSPKG_HASH = 32 }; /* bytes of a package's SHA-256 */

/* What a package that may be started comes down to. */
struct check_result {
	unsigned char hash[OSPKG_HASH]; /* SHA-256 of the archive */
	uint64_t size;			/* bytes of it */
	uint64_t valid;			/* signatures that count */
	/*
	 * It was signed after that (verify.h), in seconds since 1970; 0: not known.
	 */
	int64_t time;
	uint32_t line; /* bytes of command line that its kernel takes */
	char cmdline[OS_CMDLINE_MAX + 1];
	char label[256];
};

/* What may be started. */
struct verified {
	int kernel, initramfs; /* sealed, open for reading only */
	struct check_result package;
};

/*
 * Send it, with its two descriptors, over a unix socket of packets, whose other
 * end takes it. Both processes come from one image. Returns 0, or -1 with
 * errno; EBADMSG: what came is no such thing, or its files are not sealed.
 */
int verified_send(int fd, const struct verified *v);
int verified_receive(int fd, struct verified *out);

#endif
