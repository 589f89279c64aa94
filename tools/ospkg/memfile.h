/* SPDX-License-Identifier: BSD-2-Clause */
/* Files without a name, in RAM: what is downloaded and what is started. */
#ifndef MAYFLY_OSPKG_MEMFILE_H
#define MAYFLY_OSPKG_MEMFILE_H

#include <stdint.h>

/* Create an empty one; name is for /proc only. Returns it, or -1 with errno. */
int memfile_create(const char *name);

/*
 * No byte of it can change any more, by whoever has it open, and no seal can
 * be taken off. Returns 0, or -1 with errno.
 */
int memfile_seal(int fd);

/*
 * Open it once more, for reading only, and close fd: kexec_file_load refuses a
 * file that somebody could still write. Returns the descriptor, or -1 with
 * errno; fd is closed either way. Needs /proc.
 */
int memfile_readonly(int fd);

/* Bytes of RAM that can be had without killing anybody; 0: not known. */
uint64_t memory_available(void);

#endif
