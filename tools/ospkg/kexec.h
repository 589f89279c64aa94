/* SPDX-License-Identifier: BSD-2-Clause */
/* The next kernel: loaded from sealed memory, then started. */
#ifndef MAYFLY_OSPKG_KEXEC_H
#define MAYFLY_OSPKG_KEXEC_H

#include "../st/why.h"
#include "verified.h"

/*
 * The option by which a package learns its own SHA-256, in hex. It goes before
 * the package's command line: the first one counts, so a package cannot name
 * another, and what follows "--" there still ends the line.
 */
#define KEXEC_OSPKG "stboot.ospkg"

/*
 * And this the one by which it learns that the time is not before that, in seconds
 * since 1970: an RTC cannot be written here, and may be dead.
 */
#define KEXEC_TIME "stboot.time"

/*
 * Load it, with its command line behind KEXEC_OSPKG=, KEXEC_TIME=, if a time is known,
 * and the consoles that were chosen for this machine (consoles.h); without what makes
 * it longer than its kernel takes. Takes the descriptors: both are closed
 * whatever happens, so that their memory is free. Returns 0, or -1 with the
 * reason: another package may do.
 */
int kexec_load(const struct verified *v, struct why *why);

/* Forget what was loaded; it counts as a load (kernel.kexec_load_limit_reboot). */
void kexec_unload(void);

/* Start what was loaded. Returns only on failure: -1 with the reason. */
int kexec_start(struct why *why);

#endif
