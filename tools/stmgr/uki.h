/* SPDX-License-Identifier: BSD-2-Clause */
/* What the uki subcommands share. */
#ifndef STMGR_UKI_H
#define STMGR_UKI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The largest EFI program taken; FAT and firmware end at 2 GiB. */
#define UKI_BYTES_MAX ((size_t)2000 << 20)

/*
 * The time that images carry: SOURCE_DATE_EPOCH, or 1980-01-01, the first
 * that FAT has, also for what is before it. Returns 0, or -1 after a warn()
 * if the variable is not a number.
 */
int uki_time(uint32_t *seconds);

/*
 * A new string: path without its suffix if that is one of the NULL-terminated
 * list, plus suffix. Ends the program if there is no memory.
 */
char *uki_name(const char *path, const char *const *without,
    const char *suffix);

/* May the image be made: is it not there yet, or force? 0, or -1 after a warn(). */
int uki_may_write(const char *path, bool force);

/*
 * Write the EFI program to path, as it is or as a boot medium (iso.h). The
 * file appears whole or not at all. Return an exit status, after a warn() if
 * it is not EXIT_YES.
 */
int uki_write_pe(const char *path, const void *pe, size_t len);
int uki_write_iso(const char *path, const void *pe, size_t len);

#endif
