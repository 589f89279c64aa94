/* SPDX-License-Identifier: BSD-2-Clause */
/* The next kernel: loaded from sealed memory, then started. */
#ifndef MAYFLY_STBOOT_KEXEC_H
#define MAYFLY_STBOOT_KEXEC_H

#include "../st/why.h"

/*
 * Load kernel and initramfs (read-only descriptors, see memfile_readonly())
 * with that command line. Takes the descriptors: both are closed whatever
 * happens, so that their memory is free. Returns 0, or -1 with the reason.
 */
int kexec_load(int kernel, int initramfs, const char *cmdline, struct why *why);

/* Start what was loaded. Returns only on failure: -1 with the reason. */
int kexec_start(struct why *why);

#endif
