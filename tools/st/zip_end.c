/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of a zip archive: APPNOTE 4.3.14 to 4.3.16. */
#include <stdlib.h>

#include "zip_parts.h"

enum {
	END = 22, /* bytes of the end record without its comment */
	LOCATOR = 20,
	END64 = 56,
	COMMENT = 0xffff, /* most bytes of a comment */
	END_MAGIC = 0x06054b50,
	LOCATOR_MAGIC = 0x07064b50,
	END64_MAGIC = 0x06064b50,
};

/* What the end records say. */
struct end {
	uint64_t at; /* where the record starts */
	uint64_t disk, start_disk, here, total, size, offset;
};

static void parse_end(const unsigned char *p, struct end *e)
{
	e->disk = zip_get16(p + 4);
	e->start_disk = zip_get16(p + 6);
	e->here = zip_get16(p + 8);
	e->total = zip_get16(p + 10);
	e->size = zip_get32(p + 12);
	e->offset = zip_get32(p + 16);
}

/*
 * The last record in the tail is the one. Going on to an earlier one if it
 * does not fit would let two readers see two archives.
 */
static int search(const unsigned char *tail, size_t len, uint64_t start,
    struct end *out, struct why *why)
{
	size_t i = len - END;

	while (zip_get32(tail + i) != END_MAGIC) {
		if (i == 0) {
			why_set(why, "has no end record: is cut off, or not a "
				     "zip archive");
			return -1;
		}
		i--;
	}
	if (zip_get16(tail + i + 20) != len - i - END) {
		why_set(why, "does not end where its end record says");
		return -1;
	}
	out->at = start + i;
	parse_end(tail + i, out);
	return 0;
}

static int find_end(const struct zip *z, struct end *out, struct why *why)
{
	size_t len = END + COMMENT;
	unsigned char *tail;
	int r;

	if (z->size < END) {
		why_set(why, "is too short for a zip archive");
		return -1;
	}
	if (z->size < len)
		len = (size_t)z->size;
	tail = malloc(len);
	if (!tail) {
		why_machine(why, "out of memory");
		return -1;
	}
	r = zip_read(z, z->size - len, tail, len, why) ||
	    search(tail, len, z->size - len, out, why);
	free(tail);
	return r ? -1 : 0;
}

/* A value of the old record: the one of the zip64 record, or a mark for it. */
static int fits(uint64_t old, uint64_t new, uint64_t mark)
{
	return old == new || old == mark;
}

static int same(const struct end *old, const struct end *new)
{
	return fits(old->disk, new->disk, 0xffff) &&
	    fits(old->start_disk, new->start_disk, 0xffff) &&
	    fits(old->here, new->here, 0xffff) &&
	    fits(old->total, new->total, 0xffff) &&
	    fits(old->size, new->size, ZIP_IN_ZIP64) &&
	    fits(old->offset, new->offset, ZIP_IN_ZIP64);
}

/* Read the zip64 record that the locator p, just before *e, points to. */
static int read_end64(const struct zip *z, const unsigned char *p,
    struct end *e, struct why *why)
{
	unsigned char b[END64];
	struct end e64;

	if (zip_get32(p + 4) != 0 || zip_get32(p + 16) != 1) {
		why_set(why, "is a part of a larger archive");
		return -1;
	}
	e64.at = zip_get64(p + 8);
	if (e->at < LOCATOR + END64 || e64.at != e->at - LOCATOR - END64) {
		why_set(why, "its zip64 end record is not where it should be");
		return -1;
	}
	if (zip_read(z, e64.at, b, sizeof(b), why))
		return -1;
	e64.disk = zip_get32(b + 16);
	e64.start_disk = zip_get32(b + 20);
	e64.here = zip_get64(b + 24);
	e64.total = zip_get64(b + 32);
	e64.size = zip_get64(b + 40);
	e64.offset = zip_get64(b + 48);
	if (zip_get32(b) != END64_MAGIC || zip_get64(b + 4) != END64 - 12 ||
	    !same(e, &e64)) {
		why_set(why, "its zip64 end record is malformed");
		return -1;
	}
	*e = e64;
	return 0;
}

int zip_read_end(const struct zip *z, struct zip_directory *out,
    struct why *why)
{
	unsigned char b[LOCATOR];
	struct end e;

	if (find_end(z, &e, why))
		return -1;
	if (e.at >= LOCATOR) {
		if (zip_read(z, e.at - LOCATOR, b, sizeof(b), why))
			return -1;
		if (zip_get32(b) == LOCATOR_MAGIC && read_end64(z, b, &e, why))
			return -1;
	}
	if (e.disk || e.start_disk || e.here != e.total) {
		why_set(why, "is a part of a larger archive");
		return -1;
	}
	if (e.total > ZIP_ENTRIES) {
		why_set(why, "has more than %d entries", ZIP_ENTRIES);
		return -1;
	}
	if (e.size > e.at || e.offset != e.at - e.size) {
		why_set(why, "its directory does not end at its end record");
		return -1;
	}
	out->offset = e.offset;
	out->size = e.size;
	out->n = (size_t)e.total;
	return 0;
}
