/* SPDX-License-Identifier: BSD-2-Clause */
/* The central directory: APPNOTE 4.3.12 and 4.5. */
#include <string.h>

#include "zip_parts.h"

enum {
	CENTRAL = 46, /* bytes of a header without what follows */
	CENTRAL_MAGIC = 0x02014b50,
	FLAG_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13,
	/* How well it was deflated, and that the name is UTF-8. */
	FLAG_HARMLESS = 1 << 1 | 1 << 2 | 1 << 11,
	FIELD_ZIP64 = 1,
};

static int take_zip64(const unsigned char *p, size_t len,
    uint64_t *const *value, size_t n)
{
	size_t i, used = 0;

	for (i = 0; i < n; i++) {
		if (*value[i] != ZIP_IN_ZIP64)
			continue;
		if (len - used < 8)
			return -1;
		*value[i] = zip_get64(p + used);
		used += 8;
	}
	return 0;
}

int zip_extra(const unsigned char *extra, size_t len, uint64_t *const *value,
    size_t n)
{
	const unsigned char *zip64 = NULL;
	size_t i, size, zip64_size = 0;

	while (len > 0) {
		if (len < 4 || zip_get16(extra + 2) > len - 4)
			return -1;
		size = zip_get16(extra + 2);
		if (zip_get16(extra) == FIELD_ZIP64) {
			if (zip64)
				return -1;
			zip64 = extra + 4;
			zip64_size = size;
		}
		extra += 4 + size;
		len -= 4 + size;
	}
	if (zip64)
		return take_zip64(zip64, zip64_size, value, n);
	for (i = 0; i < n; i++)
		if (*value[i] == ZIP_IN_ZIP64)
			return -1;
	return 0;
}

/* Can what the header says be extracted? */
static int check_entry(const struct zip_entry *e, struct why *why)
{
	if (e->flags & FLAG_ENCRYPTED)
		why_set(why, "entry %.80s is encrypted", e->name);
	else if (e->flags & ~(FLAG_HARMLESS | ZIP_DESCRIPTOR))
		why_set(why, "entry %.80s has unknown flags (%#x)", e->name,
		    e->flags);
	else if (e->method != ZIP_STORED && e->method != ZIP_DEFLATED)
		why_set(why, "entry %.80s is compressed with method %d, only "
			     "deflate is supported", e->name, e->method);
	else if (e->method == ZIP_STORED && e->size != e->packed)
		why_set(why, "entry %.80s is stored with two sizes", e->name);
	else
		return 0;
	return -1;
}

/* The name at offset. */
static int read_name(const struct zip *z, uint64_t offset, size_t len,
    char *name, struct why *why)
{
	if (len == 0 || len > ZIP_NAME) {
		why_set(why, "has a name of %zu bytes, 1 to %d are allowed",
		    len, ZIP_NAME);
		return -1;
	}
	if (zip_read(z, offset, name, len, why))
		return -1;
	name[len] = '\0';
	if (memchr(name, '\0', len)) {
		why_set(why, "has a name with a NUL");
		return -1;
	}
	if (zip_find(z, name)) {
		why_set(why, "has two entries %.80s", name);
		return -1;
	}
	return 0;
}

/* The extra fields at offset, which may hold values of e. */
static int read_extra(const struct zip *z, uint64_t offset, size_t len,
    struct zip_entry *e, struct why *why)
{
	uint64_t *const value[] = { &e->size, &e->packed, &e->header };
	unsigned char b[ZIP_EXTRA];

	if (len > sizeof(b)) {
		why_set(why, "entry %.80s has more than %d bytes of extra "
			     "fields", e->name, ZIP_EXTRA);
		return -1;
	}
	if (zip_read(z, offset, b, len, why))
		return -1;
	if (zip_extra(b, len, value, 3)) {
		why_set(why, "the extra fields of entry %.80s are malformed",
		    e->name);
		return -1;
	}
	return 0;
}

/* Read the header at *offset, of a directory that ends at end. */
static int read_central(const struct zip *z, uint64_t *offset, uint64_t end,
    struct zip_entry *e, struct why *why)
{
	unsigned char b[CENTRAL];
	size_t name, extra, comment;

	if (end - *offset < CENTRAL) {
		why_set(why, "its directory is cut off");
		return -1;
	}
	if (zip_read(z, *offset, b, sizeof(b), why))
		return -1;
	name = zip_get16(b + 28);
	extra = zip_get16(b + 30);
	comment = zip_get16(b + 32);
	if (zip_get32(b) != CENTRAL_MAGIC ||
	    name + extra + comment > end - *offset - CENTRAL) {
		why_set(why, "its directory is malformed");
		return -1;
	}
	if (zip_get16(b + 34) != 0) {
		why_set(why, "is a part of a larger archive");
		return -1;
	}
	e->flags = zip_get16(b + 8);
	e->method = zip_get16(b + 10);
	e->crc = zip_get32(b + 16);
	e->packed = zip_get32(b + 20);
	e->size = zip_get32(b + 24);
	e->header = zip_get32(b + 42);
	*offset += CENTRAL;
	if (read_name(z, *offset, name, e->name, why) ||
	    read_extra(z, *offset + name, extra, e, why))
		return -1;
	*offset += name + extra + comment;
	return check_entry(e, why);
}

int zip_read_directory(struct zip *z, const struct zip_directory *dir,
    struct why *why)
{
	uint64_t offset = dir->offset, end = dir->offset + dir->size;

	for (z->n = 0; z->n < dir->n; z->n++)
		if (read_central(z, &offset, end, &z->entry[z->n], why))
			return -1;
	if (offset != end) {
		why_set(why, "its directory has more entries than it says");
		return -1;
	}
	return 0;
}
