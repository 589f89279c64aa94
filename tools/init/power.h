/* SPDX-License-Identifier: BSD-2-Clause */
/* The end: keys first, processes next, then the machine. */
#ifndef MAYFLY_INIT_POWER_H
#define MAYFLY_INIT_POWER_H

#include <stdnoreturn.h>

enum power { POWER_OFF, POWER_REBOOT, POWER_KEXEC };

/*
 * Delete the keys, end every process, power off, reboot, or start the kernel that
 * was loaded.
 */
noreturn void power_down(enum power how);

#endif
