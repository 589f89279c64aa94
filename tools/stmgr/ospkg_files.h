/* SPDX-License-Identifier: BSD-2-Clause */
/* An OS package on the disk, read by the subcommands. */
#ifndef STMGR_OSPKG_FILES_H
#define STMGR_OSPKG_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "../st/descriptor.h"
#include "../st/verify.h"

struct ospkg_files {
	char *zip, *json; /* their names */
	int fd;		  /* of the archive, open for reading */
	uint64_t size;	  /* of the archive */
	unsigned char hash[VERIFY_HASH]; /* SHA-256 of the archive */
	struct descriptor descriptor;
};

/* The help of -ospkg. */
#define OSPKG_FLAG_HELP                                                    \
	"the .zip or the .json of the package, both without it, or their " \
	"directory (default system-transparency-os-package)"

/*
 * Read the package of that name: either file, or both without their suffix, or
 * under the default name: in a directory, or for "" in the current one.
 * Ends the program with a message if it cannot be read.
 */
void ospkg_files_load(const char *path, struct ospkg_files *p);

/*
 * Replace the descriptor on the disk, mode 0644, whole or not at all. Ends the
 * program with a message if that fails.
 */
void ospkg_files_write(const struct ospkg_files *p);

/*
 * Can a boot loader read that archive? It is read to its end. And could it start
 * the kernel (package_kernel())? If not, that is a warning, or with bootable a
 * refusal. Returns an exit status, after a warn() if it is not EXIT_YES.
 */
int ospkg_archive(const struct ospkg_files *p, bool bootable);

/* Free the members. */
void ospkg_files_free(struct ospkg_files *p);

/*
 * Read a whole file into *data, to be freed; ends the program with a message
 * if it is longer than limit bytes or cannot be read.
 */
void ospkg_read(const char *path, size_t limit, unsigned char **data,
    size_t *len);

#endif
