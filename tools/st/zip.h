/* SPDX-License-Identifier: BSD-2-Clause */
/* Zip archives from outside, read strictly. */
#ifndef MAYFLY_ST_ZIP_H
#define MAYFLY_ST_ZIP_H

#include <stddef.h>
#include <stdint.h>

#include "why.h"

enum {
	ZIP_ENTRIES = 64, /* in an archive; an OS package has four */
	ZIP_NAME = 255,	  /* bytes of a name */
};

struct zip_entry {
	char name[ZIP_NAME + 1]; /* a directory's ends in '/' */
	uint64_t size;		 /* bytes of the contents */
	uint64_t packed;	 /* bytes they take in the archive */
	uint64_t header, data;	 /* where its header and its contents start */
	uint32_t crc;
	uint16_t method, flags;
};

/* An open archive. The members are for reading; nothing is allocated. */
struct zip {
	int fd; /* the caller's */
	/*
	 * NULL, or what the caller set it to after zip_open(): all of fd, mapped.
	 * Then contents are read from there, without a copy; so only if nobody
	 * can make the file shorter (SIGBUS).
	 */
	const unsigned char *map;
	uint64_t size;
	size_t n;
	struct zip_entry entry[ZIP_ENTRIES]; /* in the directory's order */
};

/*
 * Open the archive that is the size bytes of fd, which stays the caller's and
 * is read with pread(2). The file must not change as long as z is used.
 *
 * All that can be known without the contents is checked here, and an archive
 * that two readers could understand in two ways is refused: the entries have
 * to follow each other from the first byte on, then the directory, then the
 * end record, whose comment ends with the file; each local header and data
 * descriptor has to say what the directory says; no name is there twice.
 * Entries are stored or deflated, and not encrypted. Zip64 is understood, its
 * extensible data and archives in several parts are not.
 * Returns 0, or -1 with the reason.
 */
int zip_open(struct zip *z, int fd, uint64_t size, struct why *why);

/* The entry of exactly that name, or NULL. */
const struct zip_entry *zip_find(const struct zip *z, const char *name);

/* Takes the next n bytes of the contents. Returns 0, or -1 to stop. */
typedef int zip_sink(void *arg, const void *data, size_t n);

/*
 * Hand the contents of e to sink, piece by piece: never more than e->size
 * bytes, which the caller holds against its own limit before. Nothing of it is
 * to be used before the function has returned 0: only then size and CRC-32 are
 * known to be as declared.
 * Returns 0, or -1 with the reason; if sink returned -1, why is as sink left
 * it.
 */
int zip_extract(const struct zip *z, const struct zip_entry *e, zip_sink *sink,
    void *arg, struct why *why);

#endif
