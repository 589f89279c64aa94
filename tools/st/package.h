/* SPDX-License-Identifier: BSD-2-Clause */
/* The archive of an OS package. Whether it is to be trusted: verify.h. */
#ifndef MAYFLY_ST_PACKAGE_H
#define MAYFLY_ST_PACKAGE_H

#include <stdint.h>

#include "bzimage.h"
#include "osmanifest.h"
#include "why.h"
#include "zip.h"

struct package {
	struct zip zip;
	struct os_manifest manifest;
	/* Two entries that are not empty, of zip. */
	const struct zip_entry *kernel, *initramfs;
};

/*
 * Open the archive that is the size bytes of fd (see zip_open()) and read its
 * manifest. The kernel and the initramfs are looked up, not read: hold their
 * size against the memory there is, then use package_extract(). p must stay
 * where it is.
 * Returns 0, and package_close() is due; or -1 with the reason, and it is not.
 */
int package_open(struct package *p, int fd, uint64_t size, struct why *why);

/*
 * Write the contents of an entry of p to out_fd, from its offset on. What was
 * written is not to be used if this fails.
 * Returns 0, or -1 with the reason.
 */
int package_extract(const struct package *p, const struct zip_entry *e,
    int out_fd, struct why *why);

/* The first bytes of its kernel. */
struct package_head {
	size_t len;
	unsigned char data[BZIMAGE_HEAD];
};

/*
 * Can kernel and initramfs be extracted? Reads them, and keeps of the kernel
 * what package_kernel() looks at. Returns 0, or -1 with the reason.
 */
int package_check(const struct package *p, struct package_head *kernel,
    struct why *why);

/*
 * Would kexec_file_load() of x86-64 take that kernel (bzimage.h), with the
 * manifest's command line? Returns 0, and *line is how many bytes of command line
 * it would take; or -1 with the reason.
 */
int package_kernel(const struct package *p, const struct package_head *kernel,
    uint32_t *line, struct why *why);

/* Free what p owns; its fd stays open. */
void package_close(struct package *p);

#endif
