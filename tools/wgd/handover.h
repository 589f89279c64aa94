/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the role hands to itself under the next kernel (wgd.8, HANDOVER): a file
 * in memory, after init's three lines the number of the list of peers, then the
 * interface as wg showconf would print it, then a checksum. It is the standard
 * input of all of this.
 */
#ifndef MAYFLY_WGD_HANDOVER_H
#define MAYFLY_WGD_HANDOVER_H

#include <stdint.h>

#include "../wg/peers.h"
#include "device.h"

struct handover {
	bool present; /* there is one, and it is whole */
	uint64_t number; /* of the list of peers; 0: none */
	unsigned char key[PEER_KEY]; /* zero if there is none */
	struct peers peers; /* endpoints only of those that were in use */
};

/* Is there one? fd may be anything. */
bool handover_exists(int fd);

/*
 * Append the device to the file fd, number the list's. Endpoints are written of
 * peers whose last handshake is less than three minutes old by the clock, now. d
 * has to be in locked memory. Returns 0, or -1 with errno and the kernel's words
 * in d->genl.error; EPERM: the kernel does not show the key.
 */
int handover_save(struct device *d, int fd, uint64_t number, int64_t now);

/*
 * Read it; out is to be in locked memory, and is to be freed with
 * handover_free() in any case. checked: the checksum counts (it does not after
 * handover_hide()). A message is printed if there is one that cannot be used.
 */
void handover_load(int fd, bool checked, struct handover *out);

void handover_free(struct handover *h);

/* Overwrite the private key in the file: the rest is for the keeper. */
void handover_hide(int fd);

/* Overwrite and empty the file. */
void handover_wipe(int fd);

#endif
