/* SPDX-License-Identifier: BSD-2-Clause */
/* Says what an uplink that has no address waits for. */
#ifndef MAYFLY_INIT_NOTICE_H
#define MAYFLY_INIT_NOTICE_H

#include <stdint.h>

#include "../net/uplink.h"

/*
 * Say what it waits for, if it is time to. Returns when it will be time, or
 * CLOCK_NEVER if it has what it needs.
 */
int64_t uplink_notice(struct uplink *u);

#endif
