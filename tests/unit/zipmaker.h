/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Zip archives for the tests, in a memory file, that know where each of their
 * records is: a test makes a good one and spoils a field. Include cmocka.h
 * before.
 */
#ifndef TESTS_ZIPMAKER_H
#define TESTS_ZIPMAKER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

enum { MAKER_ENTRIES = 80 };

/* An entry to be made. */
struct make {
	const char *name;
	const void *data;
	size_t len;
	uint64_t hole;	  /* instead: so many zeros, stored, with a wrong CRC */
	bool deflate;
	bool zip64;	  /* sizes and offset are in extra fields */
	int descriptor;	  /* bytes of it: 0, or with bit 3: 12, 16, 20, 24 */
	const void *extra; /* another extra field */
	size_t extra_len;
};

/* An entry that was made, and where its parts are. */
struct made {
	struct make make;
	uint64_t local, data, gap, central, packed, size;
	uint32_t crc;
};

struct maker {
	int fd;
	uint64_t at; /* where the next byte goes: the size so far */
	size_t n;
	struct made e[MAKER_ENTRIES];
	uint64_t dir, end64, end;
};

static inline void maker_put(struct maker *m, const void *data, size_t len)
{
	assert_int_equal(pwrite(m->fd, data, len, (off_t)m->at), len);
	m->at += len;
}

/* Write a little-endian number at an offset. */
static inline void maker_poke(const struct maker *m, uint64_t at, size_t bytes,
    uint64_t v)
{
	unsigned char b[8];
	size_t i;

	for (i = 0; i < bytes; i++)
		b[i] = (unsigned char)(v >> 8 * i);
	assert_int_equal(pwrite(m->fd, b, bytes, (off_t)at), bytes);
}

static inline void maker_num(struct maker *m, size_t bytes, uint64_t v)
{
	maker_poke(m, m->at, bytes, v);
	m->at += bytes;
}

static inline void maker_start(struct maker *m)
{
	memset(m, 0, sizeof(*m));
	m->fd = memfd_create("zip", MFD_CLOEXEC);
	assert_true(m->fd >= 0);
}

static inline void maker_close(struct maker *m)
{
	close(m->fd);
}

static inline void maker_deflate(struct maker *m, const struct make *in)
{
	size_t room = in->len + in->len / 8 + 64;
	unsigned char *out = malloc(room);
	z_stream s = { 0 };

	assert_int_equal(deflateInit2(&s, 9, Z_DEFLATED, -15, 8,
	    Z_DEFAULT_STRATEGY), Z_OK);
	s.next_in = (Bytef *)(uintptr_t)in->data;
	s.avail_in = (uInt)in->len;
	s.next_out = out;
	s.avail_out = (uInt)room;
	assert_int_equal(deflate(&s, Z_FINISH), Z_STREAM_END);
	maker_put(m, out, s.total_out);
	deflateEnd(&s);
	free(out);
}

/* The fields of both headers, from the flags to the uncompressed size. */
static inline void maker_fields(struct maker *m, const struct made *e,
    bool local)
{
	bool none = local && e->make.descriptor;
	uint64_t mark = e->make.zip64 ? 0xffffffff : 0;

	maker_num(m, 2, e->make.descriptor ? 8 : 0);
	maker_num(m, 2, e->make.deflate ? 8 : 0);
	maker_num(m, 4, 0x00210000);
	maker_num(m, 4, none ? 0 : e->crc);
	maker_num(m, 4, mark ? mark : none ? 0 : e->packed);
	maker_num(m, 4, mark ? mark : none ? 0 : e->size);
	maker_num(m, 2, strlen(e->make.name));
	maker_num(m, 2, e->make.extra_len +
	    (!e->make.zip64 ? 0 : local ? 20 : 28));
}

static inline void maker_rest(struct maker *m, const struct made *e,
    bool local)
{
	bool none = local && e->make.descriptor;

	maker_put(m, e->make.name, strlen(e->make.name));
	if (e->make.zip64) {
		maker_num(m, 2, 1);
		maker_num(m, 2, local ? 16 : 24);
		maker_num(m, 8, none ? 0 : e->size);
		maker_num(m, 8, none ? 0 : e->packed);
		if (!local)
			maker_num(m, 8, e->local);
	}
	maker_put(m, e->make.extra, e->make.extra_len);
}

static inline void maker_local(struct maker *m, const struct made *e)
{
	maker_num(m, 4, 0x04034b50);
	maker_num(m, 2, 20);
	maker_fields(m, e, true);
	maker_rest(m, e, true);
}

static inline void maker_descriptor(struct maker *m, const struct made *e)
{
	int form = e->make.descriptor;
	size_t width = form >= 20 ? 8 : 4;

	if (!form)
		return;
	if (form == 16 || form == 24)
		maker_num(m, 4, 0x08074b50);
	maker_num(m, 4, e->crc);
	maker_num(m, width, e->packed);
	maker_num(m, width, e->size);
}

/* Add an entry; what make points to has to stay. */
static inline void maker_add(struct maker *m, const struct make *make)
{
	struct made *e = &m->e[m->n++];
	uint64_t start = m->at;

	e->make = *make;
	e->local = start;
	e->size = make->hole ? make->hole : make->len;
	e->crc = (uint32_t)crc32(0, make->data, (uInt)make->len);
	maker_local(m, e);
	e->data = m->at;
	if (make->hole)
		m->at += make->hole;
	else if (make->deflate)
		maker_deflate(m, make);
	else
		maker_put(m, make->data, make->len);
	e->gap = m->at;
	e->packed = e->gap - e->data;
	m->at = start; /* again, with packed */
	maker_local(m, e);
	m->at = e->gap;
	maker_descriptor(m, e);
}

static inline void maker_central(struct maker *m, struct made *e)
{
	e->central = m->at;
	maker_num(m, 4, 0x02014b50);
	maker_num(m, 4, 20 | 20 << 16);
	maker_fields(m, e, false);
	maker_num(m, 8, 0); /* comment, disk, attributes */
	maker_num(m, 2, 0);
	maker_num(m, 4, e->make.zip64 ? 0xffffffff : e->local);
	maker_rest(m, e, false);
}

static inline void maker_end64(struct maker *m)
{
	m->end64 = m->at;
	maker_num(m, 4, 0x06064b50);
	maker_num(m, 8, 44);
	maker_num(m, 4, 45 | 45 << 16);
	maker_num(m, 8, 0);
	maker_num(m, 8, m->n);
	maker_num(m, 8, m->n);
	maker_num(m, 8, m->end64 - m->dir);
	maker_num(m, 8, m->dir);
	maker_num(m, 4, 0x07064b50);
	maker_num(m, 4, 0);
	maker_num(m, 8, m->end64);
	maker_num(m, 4, 1);
}

/* Write the directory and the end records. */
static inline void maker_end(struct maker *m, bool zip64, const char *comment)
{
	size_t i;

	m->dir = m->at;
	for (i = 0; i < m->n; i++)
		maker_central(m, &m->e[i]);
	m->end = m->at;
	if (zip64)
		maker_end64(m);
	maker_num(m, 4, 0x06054b50);
	maker_num(m, 4, 0);
	maker_num(m, 2, zip64 ? 0xffff : m->n);
	maker_num(m, 2, zip64 ? 0xffff : m->n);
	maker_num(m, 4, zip64 ? 0xffffffff : m->end - m->dir);
	maker_num(m, 4, zip64 ? 0xffffffff : m->dir);
	maker_num(m, 2, strlen(comment));
	m->end = m->at - 22;
	maker_put(m, comment, strlen(comment));
}

#endif
