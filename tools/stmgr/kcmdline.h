/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel command line that a package or UKI carries. */
#ifndef STMGR_KCMDLINE_H
#define STMGR_KCMDLINE_H

/*
 * NULL if an x86 kernel gets s whole and boot loaders and logs show it on one
 * line; otherwise a constant text that continues "-cmdline ".
 */
const char *kcmdline_fault(const char *s);

#endif
