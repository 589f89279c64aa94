/* SPDX-License-Identifier: BSD-2-Clause */
/* Kernels that kexec_file_load() of Linux for x86-64 takes: the bzImage header. */
#ifndef MAYFLY_ST_BZIMAGE_H
#define MAYFLY_ST_BZIMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "why.h"

/* All that is looked at: two sectors, and kexec takes no less. */
enum { BZIMAGE_HEAD = 1024 };

/*
 * head: the first bytes of a kernel of size bytes, BZIMAGE_HEAD of them or all
 * there are. Asks what the kernel's own bzImage64_probe() and bzImage64_load()
 * ask, but for what depends on the machine (memory, 5-level page tables).
 * Returns 0, and *line is how many bytes its command line may have, without
 * NUL; or -1 with the reason, which continues the kernel's name.
 */
int bzimage_check(const unsigned char *head, size_t len, uint64_t size,
    uint32_t *line, struct why *why);

#endif
