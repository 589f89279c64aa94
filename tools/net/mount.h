/* SPDX-License-Identifier: BSD-2-Clause */
/* The file systems of a running image. */
#ifndef MAYFLY_NET_MOUNT_H
#define MAYFLY_NET_MOUNT_H

#include <stdbool.h>

/*
 * Mount /proc, /sys, /dev and /run, and /dev/pts in the debug flavour. What
 * fails is said on the console and the boot goes on. Idempotent.
 */
void mount_all(bool debug);

/* Make the unpacked image read-only; from here on only /run can be written. */
void mount_seal(void);

#endif
