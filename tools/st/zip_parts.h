/* SPDX-License-Identifier: BSD-2-Clause */
/* Parts of zip_open() and zip_extract(). */
#ifndef MAYFLY_ST_ZIP_PARTS_H
#define MAYFLY_ST_ZIP_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "zip.h"

enum {
	ZIP_STORED = 0,
	ZIP_DEFLATED = 8,
	ZIP_DESCRIPTOR = 1 << 3, /* flag: sizes and CRC follow the contents */
	ZIP_EXTRA = 4096,	 /* bytes of extra fields that are read */
};

#define ZIP_IN_ZIP64 0xffffffffU /* a value that is in the zip64 field */

static inline uint16_t zip_get16(const unsigned char *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t zip_get32(const unsigned char *p)
{
	return zip_get16(p) | (uint32_t)zip_get16(p + 2) << 16;
}

static inline uint64_t zip_get64(const unsigned char *p)
{
	return zip_get32(p) | (uint64_t)zip_get32(p + 4) << 32;
}

/* The central directory: where it is and how many entries it has. */
struct zip_directory {
	uint64_t offset, size;
	size_t n;
};

/* Read exactly len bytes, or -1: outside of the file, or an error. */
int zip_read(const struct zip *z, uint64_t offset, void *data, size_t len,
    struct why *why);

/* Find the end record, and with it the directory, which ends where it starts. */
int zip_read_end(const struct zip *z, struct zip_directory *out,
    struct why *why);

/* Read the directory into z->entry and z->n. */
int zip_read_directory(struct zip *z, const struct zip_directory *dir,
    struct why *why);

/*
 * Hold what is before offset end, where the directory starts, against the
 * directory, and set the entries' data.
 */
int zip_check_local(struct zip *z, uint64_t end, struct why *why);

/*
 * Replace those of the n values that are ZIP_IN_ZIP64 by those of the zip64
 * extra field, which has them in this order. -1 if the fields are malformed or
 * a value is missing.
 */
int zip_extra(const unsigned char *extra, size_t len, uint64_t *const *value,
    size_t n);

#endif
