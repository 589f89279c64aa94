/* SPDX-License-Identifier: BSD-2-Clause */
/* The files of an OS package: archive and descriptor, version 1. */
#ifndef STMGR_OSPKG_H
#define STMGR_OSPKG_H

#include <stddef.h>
#include <stdint.h>

/* A kernel or initramfs to put in. */
struct ospkg_input {
	int fd;		  /* open for reading at its start */
	uint64_t size;	  /* bytes, more than 0 */
	const char *name; /* entry name in the archive, "boot/..." */
};

/*
 * The text of manifest.json: 2-space indent, key order version, label,
 * kernel, initramfs, cmdline, no final newline, as upstream writes it.
 * Returns a string to free(), or NULL if an argument is not UTF-8 or memory
 * ran out.
 */
char *ospkg_manifest(const char *label, const char *kernel,
    const char *initramfs, const char *cmdline);

/*
 * The text of an unsigned descriptor: version, os_pkg_url, certificates and
 * signatures (both null), same layout. Returns as above.
 */
char *ospkg_descriptor(const char *url);

/*
 * Write the archive to fd: "boot/", kernel, initramfs and manifest.json, the
 * files deflated; no time, owner or mode of the host gets in. The inputs are
 * streamed. Returns 0, or -1 after a warn().
 */
int ospkg_write_zip(int fd, const struct ospkg_input *kernel,
    const struct ospkg_input *initramfs, const char *manifest);

/*
 * The two file names for -out: out is a directory, or a name that ends in
 * .zip, .json or nothing, or "" for the default name. Returns NULL and sets
 * *zip and *json to strings to free(), or returns a text that continues
 * out in a message.
 */
const char *ospkg_names(const char *out, char **zip, char **json);

/*
 * The same for -ospkg, whose files are to be there: the name may end in
 * anything, as that of "vpn-2026.11", a name without its suffix.
 */
const char *ospkg_names_of(const char *path, char **zip, char **json);

#endif
