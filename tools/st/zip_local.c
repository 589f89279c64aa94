/* SPDX-License-Identifier: BSD-2-Clause */
/* Local headers and data descriptors: APPNOTE 4.3.7 and 4.3.9. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "zip_parts.h"

enum {
	LOCAL = 30, /* bytes of a header without what follows */
	LOCAL_MAGIC = 0x04034b50,
	DESCRIPTOR = 24, /* bytes of the longest data descriptor */
	DESCRIPTOR_MAGIC = 0x08074b50,
};

/* Refuse e, whose local header or descriptor is not what it should be. */
static int differs(const struct zip_entry *e, const char *what,
    struct why *why)
{
	why_set(why, "entry %.80s has another %s before its contents than in "
		     "the directory", e->name, what);
	return -1;
}

/* A header that a descriptor follows may leave values out. */
static bool agrees(const struct zip_entry *e, uint64_t local, uint64_t central)
{
	return local == central || (e->flags & ZIP_DESCRIPTOR && local == 0);
}

/* Hold the name and the extra fields against e. */
static int check_rest(const struct zip_entry *e, const unsigned char *rest,
    size_t name, size_t extra, uint64_t size, uint64_t packed,
    struct why *why)
{
	uint64_t *const value[] = { &size, &packed };

	if (memcmp(rest, e->name, name) != 0)
		return differs(e, "name", why);
	if (zip_extra(rest + name, extra, value, 2)) {
		why_set(why, "the extra fields of entry %.80s are malformed",
		    e->name);
		return -1;
	}
	if (!agrees(e, size, e->size) || !agrees(e, packed, e->packed))
		return differs(e, "size", why);
	return 0;
}

/* Check the local header and find the data; all of it is before end. */
static int check_header(const struct zip *z, struct zip_entry *e, uint64_t end,
    struct why *why)
{
	unsigned char b[LOCAL], rest[ZIP_NAME + ZIP_EXTRA];
	size_t name, extra;

	if (zip_read(z, e->header, b, sizeof(b), why))
		return -1;
	name = zip_get16(b + 26);
	extra = zip_get16(b + 28);
	if (zip_get32(b) != LOCAL_MAGIC) {
		why_set(why, "entry %.80s is not where the directory says",
		    e->name);
		return -1;
	}
	if (zip_get16(b + 6) != e->flags)
		return differs(e, "set of flags", why);
	if (zip_get16(b + 8) != e->method)
		return differs(e, "method", why);
	if (!agrees(e, zip_get32(b + 14), e->crc))
		return differs(e, "checksum", why);
	if (name != strlen(e->name))
		return differs(e, "name", why);
	if (extra > ZIP_EXTRA) {
		why_set(why, "entry %.80s has more than %d bytes of extra "
			     "fields", e->name, ZIP_EXTRA);
		return -1;
	}
	e->data = e->header + LOCAL + name + extra;
	if (e->data > end || e->packed > end - e->data) {
		why_set(why, "entry %.80s reaches into the next one", e->name);
		return -1;
	}
	if (zip_read(z, e->header + LOCAL, rest, name + extra, why))
		return -1;
	return check_rest(e, rest, name, extra, zip_get32(b + 22),
	    zip_get32(b + 18), why);
}

/*
 * A descriptor has an optional magic number, then sizes of 4 or 8 bytes; its
 * length tells which of the four forms it is.
 */
static bool descriptor_fits(const struct zip_entry *e, const unsigned char *p,
    uint64_t len)
{
	if (len == 16 || len == 24) {
		if (zip_get32(p) != DESCRIPTOR_MAGIC)
			return false;
		p += 4;
		len -= 4;
	}
	if (zip_get32(p) != e->crc)
		return false;
	if (len == 12)
		return zip_get32(p + 4) == e->packed &&
		    zip_get32(p + 8) == e->size;
	return len == 20 && zip_get64(p + 4) == e->packed &&
	    zip_get64(p + 12) == e->size;
}

/* What is between the data and end: a descriptor if there is one, no more. */
static int check_gap(const struct zip *z, const struct zip_entry *e,
    uint64_t end, struct why *why)
{
	uint64_t len = end - e->data - e->packed;
	unsigned char b[DESCRIPTOR] = { 0 };

	if (!(e->flags & ZIP_DESCRIPTOR)) {
		if (len == 0)
			return 0;
		why_set(why, "entry %.80s does not end where the next one "
			     "starts", e->name);
		return -1;
	}
	if (len > sizeof(b)) {
		why_set(why, "entry %.80s does not end where the next one "
			     "starts", e->name);
		return -1;
	}
	if (zip_read(z, e->data + e->packed, b, (size_t)len, why))
		return -1;
	if (!descriptor_fits(e, b, len)) {
		why_set(why, "entry %.80s has another size or checksum behind "
			     "its contents than in the directory", e->name);
		return -1;
	}
	return 0;
}

static int by_header(const void *a, const void *b)
{
	const struct zip_entry *const *x = a, *const *y = b;

	return ((*x)->header > (*y)->header) - ((*x)->header < (*y)->header);
}

int zip_check_local(struct zip *z, uint64_t end, struct why *why)
{
	struct zip_entry *order[ZIP_ENTRIES + 1];
	uint64_t next;
	size_t i;

	for (i = 0; i < z->n; i++)
		order[i] = &z->entry[i];
	qsort(order, z->n, sizeof(order[0]), by_header);
	if ((z->n ? order[0]->header : end) != 0) {
		why_set(why, "has bytes before its first entry");
		return -1;
	}
	for (i = 0; i < z->n; i++) {
		next = i + 1 < z->n ? order[i + 1]->header : end;
		if (next > end) {
			why_set(why, "entry %.80s is not where the directory "
				     "says", order[i + 1]->name);
			return -1;
		}
		if (check_header(z, order[i], next, why) ||
		    check_gap(z, order[i], next, why))
			return -1;
	}
	return 0;
}
