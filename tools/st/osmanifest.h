/* SPDX-License-Identifier: BSD-2-Clause */
/* manifest.json in an OS package: what to boot, and how. */
#ifndef MAYFLY_ST_OSMANIFEST_H
#define MAYFLY_ST_OSMANIFEST_H

#include <stddef.h>

#include "why.h"

#define OS_MANIFEST_NAME "manifest.json"

enum {
	OS_MANIFEST_MAX = 64 << 10, /* bytes of the file */
	/*
	 * Bytes: x86's COMMAND_LINE_SIZE, less NUL. With kexec it is less: that
	 * depends on the package's kernel, see package_kernel().
	 */
	OS_CMDLINE_MAX = 2047,
};

/* All members are owned. */
struct os_manifest {
	char *kernel, *initramfs; /* names of entries, not empty */
	char *cmdline;		  /* "" if none */
	char *label;		  /* for people; "" if none */
};

/*
 * The command line s as one line that a kernel splits into the same words: it
 * separates them at line ends and tabs, too, and each of these becomes a blank.
 * Returns a string to free(), or NULL with the reason, which continues
 * "cmdline ": it is too long for an x86 kernel, or there is another control
 * character, or such white space between quotes, where it is not the same.
 */
char *os_cmdline(const char *s, struct why *why);

/*
 * Parse the len bytes of a manifest, version 1 (section 1.1 of the format
 * notes). Keys it does not know are passed over. The command line is
 * taken as os_cmdline() does, and refused as it is.
 * Returns 0, or -1 with the reason, and *out is then { 0 }.
 */
int os_manifest_parse(const void *data, size_t len, struct os_manifest *out,
    struct why *why);

/* Free the members and set them to none. */
void os_manifest_free(struct os_manifest *m);

#endif
