/* SPDX-License-Identifier: BSD-2-Clause */
/* One look at what the provisioning servers offer. */
#ifndef MAYFLY_UPGRADE_LOOK_H
#define MAYFLY_UPGRADE_LOOK_H

#include "../ospkg/verified.h"
#include "../st/trustdir.h"
#include "settings.h"

/*
 * Ask one URL after the other. The first that answers decides; one that offers what
 * is refused, now or before (refusal.h), is as good as none. Returns an exit status:
 * EXIT_YES: *out is another package than the one that runs, and verified; its
 * descriptors are the caller's. EXIT_NO: there is nothing to do, or it was refused,
 * and why was said. EXIT_UNKNOWN: nobody answered.
 */
int look(const struct settings *settings, const struct trustdir *trust,
    struct verified *out);

/*
 * The package that look() found last could not be started: it is refused like
 * others. Says for how long.
 */
void look_refused(const struct settings *settings);

#endif
